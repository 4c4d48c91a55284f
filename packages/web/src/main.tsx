import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { startI18n } from './app/i18n.ts';
import { startServiceWorker } from './app/pwa.ts';
import { startTheme } from './app/theme.ts';
import { loadPictures } from './gallery/pictures.ts';
import { startAnnouncing } from './jobs/announce.ts';
import { resumeJobs } from './jobs/runner.ts';
import '@fontsource-variable/funnel-display/wght.css';
import './styles/index.css';

startTheme();
startAnnouncing();
await startI18n();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
await loadPictures();
await resumeJobs();
startServiceWorker();
