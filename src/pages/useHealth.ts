import { getBackendSrv } from '@grafana/runtime';
import { useEffect, useState } from 'react';
import { messageOf } from '../common/messageOf';

/** What a data source's health check says. */
export interface Health {
  isOk: boolean;
  message: string;
}

/** Runs the health check of a data source; `null` until it has answered. */
export function useHealth(uid: string): Health | null {
  const [health, setHealth] = useState<Health | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const settle = (next: Health) => isCurrent && setHealth(next);
    getBackendSrv()
      .get<{ message: string }>(`/api/datasources/uid/${uid}/health`, undefined, undefined, { showErrorAlert: false })
      .then(({ message }) => settle({ isOk: true, message }))
      // A failed check is answered with status 400 and the sentence that "Save & test" shows.
      .catch((error: unknown) => settle({ isOk: false, message: messageOf(error) }));
    return () => {
      isCurrent = false;
    };
  }, [uid]);
  return health;
}
