/** Labelled form controls. */
import { type CSSProperties, type ReactNode, useId } from 'react';

interface RangeProps {
  label: string;
  value: number;
  bound: { min: number; max: number; step: number };
  onChange: (value: number) => void;
  hint?: ReactNode;
}

/** A slider with a number beside it; both set the same value. */
export function RangeField({ label, value, bound, onChange, hint }: RangeProps) {
  const id = useId();
  const filled = `${((value - bound.min) / (bound.max - bound.min)) * 100}%`;
  const take = (text: string) => {
    const number = Number(text);
    if (text !== '' && Number.isFinite(number)) onChange(number);
  };
  return (
    <div className="field">
      <div className="label">
        <label htmlFor={id}>{label}</label>
        <input
          className="input number"
          type="number"
          inputMode="decimal"
          aria-label={label}
          {...bound}
          value={value}
          onChange={event => take(event.target.value)}
        />
      </div>
      <input
        id={id}
        className="slider"
        type="range"
        {...bound}
        value={value}
        style={{ '--filled': filled } as CSSProperties}
        onChange={event => take(event.target.value)}
      />
      {hint && <p className="hint">{hint}</p>}
    </div>
  );
}

interface SwitchProps {
  label: string;
  hint?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

export function SwitchField({ label, hint, checked, onChange }: SwitchProps) {
  const hintId = useId();
  return (
    <label className="switch">
      <span>{label}</span>
      {hint && (
        <span className="hint" id={hintId}>
          {hint}
        </span>
      )}
      <input
        type="checkbox"
        role="switch"
        aria-checked={checked}
        aria-label={label}
        aria-describedby={hint ? hintId : undefined}
        checked={checked}
        onChange={event => onChange(event.target.checked)}
      />
    </label>
  );
}

interface SelectProps {
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
  hint?: ReactNode;
}

export function SelectField({ label, value, options, onChange, hint }: SelectProps) {
  const id = useId();
  return (
    <div className="field">
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <select id={id} className="input" value={value} onChange={event => onChange(event.target.value)}>
        {options.map(option => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {hint && <p className="hint">{hint}</p>}
    </div>
  );
}
