import { messageOf } from './messageOf';

describe('messageOf', () => {
  it.each([
    [{ status: 502, data: { message: 'The proxy is unreachable.' } }, 'The proxy is unreachable.'],
    [new Error('offline'), 'offline'],
    [{ status: 500, data: null, message: 'failed' }, 'failed'],
    ['text', 'There was no answer.'],
    [undefined, 'There was no answer.'],
  ])('of %j', (error, message) => {
    expect(messageOf(error)).toBe(message);
  });
});
