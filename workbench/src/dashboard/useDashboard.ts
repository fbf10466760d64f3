import { useEffect, useState } from 'react';
import { getJson } from '../host/api';
import type { DashboardJson } from './types';

/** The dashboard with this uid; nothing while it is on its way, `error` when there is none. */
export function useDashboard(uid: string | undefined): { dashboard?: DashboardJson; error?: string } {
  const [state, setState] = useState<{ uid?: string; dashboard?: DashboardJson; error?: string }>({});
  useEffect(() => {
    let current = true;
    if (uid) {
      getJson<{ dashboard: DashboardJson }>(`/api/dashboards/uid/${encodeURIComponent(uid)}`).then(
        ({ dashboard }) => current && setState({ uid, dashboard }),
        (error: Error) => current && setState({ uid, error: error.message })
      );
    }
    return () => {
      current = false;
    };
  }, [uid]);
  return state.uid === uid ? state : {};
}
