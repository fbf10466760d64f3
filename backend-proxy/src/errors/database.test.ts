import {
  DatabaseSilentError,
  describeDatabaseError,
  isDatabaseUnavailable,
  isQueryCanceled,
  isTransient,
  NoConnectionFreeError,
  outageSentence,
} from './database';

function withCode(code: string, message = 'x'): Error {
  return Object.assign(new Error(message), { code });
}

describe('isDatabaseUnavailable', () => {
  it.each(['ECONNREFUSED', 'ENOTFOUND', '57P01', '57P03', '08006', '08P01', '53300', '28P01', '3D000', '53100'])(
    'counts %s as out of reach',
    (code) => expect(isDatabaseUnavailable(withCode(code))).toBe(true)
  );

  it.each(['23505', '42P01', '22P02', '57014', '40001', 'ERR_ASSERTION'])('does not count %s', (code) =>
    expect(isDatabaseUnavailable(withCode(code))).toBe(false)
  );

  it.each([
    'timeout exceeded when trying to connect',
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'Client has encountered a connection error and is not queryable',
  ])('knows what pg says without a code: %s', (message) =>
    expect(isDatabaseUnavailable(new Error(message))).toBe(true)
  );

  it('looks into aggregates and causes', () => {
    expect(isDatabaseUnavailable(new AggregateError([withCode('ECONNREFUSED')]))).toBe(true);
    expect(isDatabaseUnavailable(new Error('flush failed', { cause: withCode('57P01') }))).toBe(true);
    expect(isDatabaseUnavailable(new Error('other'))).toBe(false);
    expect(isDatabaseUnavailable('ECONNREFUSED')).toBe(false);
  });
});

describe('isQueryCanceled', () => {
  it('knows the SQLSTATE of a cancelled statement', () => {
    expect(isQueryCanceled(withCode('57014'))).toBe(true);
    expect(isQueryCanceled(withCode('57P01'))).toBe(false);
  });
});

describe('describeDatabaseError', () => {
  it('says what happened in one line', () => {
    expect(describeDatabaseError(new AggregateError([withCode('ECONNREFUSED', 'connect ECONNREFUSED ::1:5432')]))).toBe(
      'connect ECONNREFUSED ::1:5432'
    );
    expect(describeDatabaseError(withCode('57P03', ''))).toBe('57P03');
    expect(describeDatabaseError(null)).toBe('unknown error');
  });
});

describe('isTransient', () => {
  it.each(['57014', '40001', '40P01', '55P03', 'ECONNREFUSED'])('counts %s', (code) =>
    expect(isTransient(withCode(code))).toBe(true)
  );
  it('does not count what would fail again', () => expect(isTransient(withCode('23505'))).toBe(false));
});

describe('outageSentence', () => {
  it.each([
    [withCode('53100'), 'The disk of the database is full.'],
    [withCode('53300'), 'The database takes no more connections.'],
    [withCode('25006'), 'The database is read only at the moment.'],
    [withCode('57014'), 'The database did not answer in time.'],
    [new DatabaseSilentError(11_000), 'The database did not answer in time.'],
    [new NoConnectionFreeError(5000), 'All connections to the database are in use.'],
    [new Error('timeout exceeded when trying to connect'), 'All connections to the database are in use.'],
    [withCode('ECONNREFUSED'), 'The database is out of reach.'],
  ])('of %s', (error, sentence) => expect(outageSentence(error)).toBe(sentence));
});
