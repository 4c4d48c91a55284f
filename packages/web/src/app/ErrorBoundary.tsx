import i18next from 'i18next';
import { Component, type ReactNode } from 'react';

/**
 * Shows a sentence and a way out instead of a blank page when a page breaks, for example because a part of an older
 * version is no longer on the server.
 */
export class ErrorBoundary extends Component<{ children: ReactNode }, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  override render() {
    if (!this.state.isBroken) return this.props.children;
    return (
      <div className="empty" role="alert">
        <h1>{i18next.t('broken.title')}</h1>
        <p className="soft">{i18next.t('broken.text')}</p>
        <button type="button" className="button primary" onClick={() => location.reload()}>
          {i18next.t('update.reload')}
        </button>
      </div>
    );
  }
}
