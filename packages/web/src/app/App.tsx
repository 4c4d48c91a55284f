import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Route, Switch } from 'wouter';
import { CreatePage } from '../create/CreatePage.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Shell } from './Shell.tsx';
import { usePageName } from './title.ts';

const GalleryPage = lazy(() => import('../gallery/GalleryPage.tsx'));
const StatusPage = lazy(() => import('../status/StatusPage.tsx'));

const queries = new QueryClient({
  // The SDK retries by itself, with the server's own delays.
  defaultOptions: { queries: { retry: false, refetchOnWindowFocus: true } },
});

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <Shell>
        <ErrorBoundary>
          <Suspense fallback={<div className="page-loading" />}>
            <Switch>
              <Route path="/" component={CreatePage} />
              <Route path="/create" component={CreatePage} />
              <Route path="/images" component={GalleryPage} />
              <Route path="/images/:id" component={GalleryPage} />
              <Route path="/status" component={StatusPage} />
              <Route component={NotFound} />
            </Switch>
          </Suspense>
        </ErrorBoundary>
      </Shell>
    </QueryClientProvider>
  );
}

function NotFound() {
  const { t } = useTranslation();
  usePageName(t('notFound.title'));
  return (
    <div className="empty">
      <h1>{t('notFound.title')}</h1>
      <p>{t('notFound.text')}</p>
    </div>
  );
}
