/** Base of every error the client throws on purpose. */
export class ClientError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** An option of `createClient` is missing or impossible; the message names it and what is expected. */
export class OptionsError extends ClientError {}

/** The queue holds as much as it may. The event was not taken; nothing that was taken is dropped for it. */
export class QueueFullError extends ClientError {}

/** The event can never be sent: it is no JSON object, or larger than a request may be. It was not taken. */
export class EventError extends ClientError {}

/** Another process, or another client of this process, works on the same directory. */
export class DirectoryBusyError extends ClientError {}

/** The client was closed. */
export class ClosedError extends ClientError {}

/** `flush` ran out of the time it was given. What is left stays in the queue and is sent later. */
export class FlushTimeoutError extends ClientError {}

/**
 * The proxy refuses in a way that sending again does not cure: key, scope or address.
 * Everything stays in the queue; the client looks again every few minutes and at each `flush`.
 */
export class AccessError extends ClientError {
  constructor(
    message: string,
    /** HTTP status of the refusal. */
    readonly status: number
  ) {
    super(message);
  }
}
