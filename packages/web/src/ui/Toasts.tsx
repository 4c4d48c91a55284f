import { useStore } from './createStore.ts';
import { takeAction, toasts } from './toasts.ts';

/** The toasts, read out by screen readers as they come. */
export function Toasts() {
  const shown = useStore(toasts);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map(toast => (
        <div key={toast.id} className="toast">
          <span>{toast.text}</span>
          {toast.action && (
            <button type="button" className="button compact primary" onClick={() => takeAction(toast)}>
              {toast.action.label}
            </button>
          )}
        </div>
      ))}
    </div>
  );
}
