import { expect, test } from 'vitest';
import { expiryDate } from './expiry';

test('days become a moment, nothing becomes never', () => {
  expect(expiryDate('30', new Date('2026-01-01T00:00:00Z'))).toBe('2026-01-31T00:00:00.000Z');
  expect(expiryDate('', new Date())).toBeNull();
});
