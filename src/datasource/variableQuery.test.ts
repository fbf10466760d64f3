import { completeVariableQuery } from './variableQuery';

describe('completeVariableQuery', () => {
  it('offers sites where nobody has chosen', () => {
    expect(completeVariableQuery({ refId: 'v' })).toEqual({
      refId: 'v',
      queryType: 'dimension_values',
      dimension: 'site',
    });
    expect(completeVariableQuery({ refId: 'v', queryType: 'dimension_values', dimension: 'plant' })).toMatchObject({
      dimension: 'site',
    });
  });

  it('leaves what was chosen', () => {
    expect(completeVariableQuery({ refId: 'v', queryType: 'kpis' })).toEqual({ refId: 'v', queryType: 'kpis' });
    expect(completeVariableQuery({ refId: 'v', queryType: 'dimension_values', dimension: 'userRole' })).toMatchObject({
      dimension: 'userRole',
    });
  });
});
