import { getPanelDataSummary, VisualizationSuggestionScore } from '@grafana/data';
import { contractFrames } from '../../test/contract';
import { suggestCards } from './suggestions';

describe('suggestCards', () => {
  it.each([
    ['summary-table', VisualizationSuggestionScore.Best],
    ['kpi-timeseries', VisualizationSuggestionScore.Good],
  ])('offers cards for %s', (name, score) => {
    expect(suggestCards(getPanelDataSummary(contractFrames(name)))).toMatchObject([{ score }]);
  });

  it('offers nothing without data and for data of others', () => {
    expect(suggestCards(getPanelDataSummary([]))).toBeUndefined();
    expect(suggestCards(getPanelDataSummary(contractFrames('thresholds-table')))).toBeUndefined();
  });
});
