import { text } from '@/text';
import { MINIMUM_LENGTH, passwordStrength } from './passwordStrength';
import classes from './PasswordStrength.module.css';

interface PasswordStrengthProps {
  password: string;
  known?: string[];
}

const words = text.auth.strength;

/** Three bars and a word: how hard the password is to guess. Nothing is shown before typing. */
export function PasswordStrength({ password, known = [] }: PasswordStrengthProps) {
  if (password === '') return null;
  const strength = passwordStrength(password, known);
  const label = strength === 'short' ? words.short(MINIMUM_LENGTH - Array.from(password).length) : words[strength];
  const filled = { short: 0, weak: 1, fair: 2, strong: 3 }[strength];
  return (
    <div className={classes['strength']} data-strength={strength} role="status" aria-label={words.label}>
      <span className={classes['bars']} aria-hidden>
        {[1, 2, 3].map((bar) => (
          <span key={bar} data-filled={bar <= filled || undefined} />
        ))}
      </span>
      {label}
    </div>
  );
}
