/**
 * Grafana's BackendSrv over `fetch`: enough of it for data sources (queries, resources). A request with the id of a
 * running one replaces it, as in Grafana.
 */
import type { BackendSrv, BackendSrvRequest, FetchError, FetchResponse } from '@grafana/runtime';
import { Observable, lastValueFrom, map } from 'rxjs';
import { messageOf } from './api';

const running = new Map<string, AbortController>();

function fetchResponse<T>(options: BackendSrvRequest): Observable<FetchResponse<T>> {
  return new Observable((subscriber) => {
    const controller = new AbortController();
    if (options.requestId) {
      running.get(options.requestId)?.abort();
      running.set(options.requestId, controller);
    }
    send<T>(options, controller.signal)
      .then((response) => {
        subscriber.next(response);
        subscriber.complete();
      })
      .catch((error: unknown) => {
        if (controller.signal.aborted) {
          subscriber.complete();
        } else {
          subscriber.error(error);
        }
      });
    return () => controller.abort();
  });
}

async function send<T>(config: BackendSrvRequest, signal: AbortSignal): Promise<FetchResponse<T>> {
  const url = new URL(config.url.startsWith('/') ? config.url : `/${config.url}`, window.location.origin);
  for (const [name, value] of Object.entries(config.params ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      url.searchParams.append(name, String(one));
    }
  }
  const response = await fetch(url, {
    method: config.method ?? 'GET',
    headers: {
      accept: 'application/json',
      ...(config.data === undefined ? {} : { 'content-type': 'application/json' }),
      ...config.headers,
    },
    body: config.data === undefined ? undefined : JSON.stringify(config.data),
    signal,
  });
  const data = await response.json().catch(() => undefined);
  const { ok, status, statusText, headers, redirected, type } = response;
  if (!ok) {
    const failure: FetchError = { status, statusText, data: { message: messageOf(data) ?? statusText }, config };
    throw failure;
  }
  return { data, ok, status, statusText, headers, redirected, type, url: url.href, config };
}

/** Asks and takes the body of the answer. */
function request<T>(options: BackendSrvRequest): Promise<T> {
  return lastValueFrom(fetchResponse<T>(options).pipe(map(({ data }) => data)));
}

export const backendSrv: BackendSrv = {
  fetch: fetchResponse,
  request,
  datasourceRequest: (options) => lastValueFrom(fetchResponse(options)),
  get: (url, params, requestId, options) => request({ ...options, method: 'GET', url, params, requestId }),
  post: (url, data, options) => request({ ...options, method: 'POST', url, data }),
  put: (url, data, options) => request({ ...options, method: 'PUT', url, data }),
  patch: (url, data, options) => request({ ...options, method: 'PATCH', url, data }),
  delete: (url, data, options) => request({ ...options, method: 'DELETE', url, data }),
  chunked: () => {
    throw new Error('The workbench does not stream');
  },
};
