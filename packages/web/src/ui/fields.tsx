/** Labelled form controls. */
import { type CSSProperties, type ReactNode, useId, useState } from 'react';
import { clampTo } from './clampTo.ts';

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
  // While a number is typed it may be half of one: only what lies within the bounds is taken, and the rest on leaving.
  const [typed, setTyped] = useState<string | null>(null);
  const share = bound.max > bound.min ? (value - bound.min) / (bound.max - bound.min) : 1;
  const filled = `${Math.min(1, Math.max(0, share)) * 100}%`;
  const take = (text: string) => {
    const number = Number(text);
    if (text !== '' && clampTo(number, bound) === number) onChange(number);
  };
  const leave = () => {
    if (typed !== null && typed.trim() !== '') onChange(clampTo(Number(typed), bound));
    setTyped(null);
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
          value={typed ?? value}
          onChange={event => {
            setTyped(event.target.value);
            take(event.target.value);
          }}
          onBlur={leave}
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
