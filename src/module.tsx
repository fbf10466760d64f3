import { AppPlugin } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';
import { lazy, Suspense } from 'react';

// The page is loaded when somebody opens it; data source and panels are loaded far more often.
const StartPage = lazy(() => import('./pages/StartPage'));

function App() {
  return (
    <Suspense fallback={<LoadingPlaceholder text="" />}>
      <StartPage />
    </Suspense>
  );
}

export const plugin = new AppPlugin().setRootPage(App);
