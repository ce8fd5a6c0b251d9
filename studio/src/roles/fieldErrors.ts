import type { RoleError } from '@/api/types';

type Message = Pick<RoleError, 'field' | 'message'> & { hint?: string | null };

/** What the server found wrong, by the path of the value: `grants.0.rows`. */
export class FieldErrors {
  private readonly found: Message[];

  constructor(found: readonly Message[]) {
    this.found = [...found];
  }

  /** Those below a path, with paths from there on. */
  of(path: string): FieldErrors {
    const below = this.found.flatMap((error) => {
      if (error.field === path) return [{ ...error, field: '' }];
      return error.field.startsWith(`${path}.`) ? [{ ...error, field: error.field.slice(path.length + 1) }] : [];
    });
    return new FieldErrors(below);
  }

  /** The message at exactly this path, or null. */
  at(path: string): string | null {
    const error = this.found.find(({ field }) => field === path);
    return error === undefined ? null : [error.message, error.hint].filter(Boolean).join(' ');
  }

  get count(): number {
    return this.found.length;
  }

  /** The place of the first grant that is wrong, or null. */
  get firstGrant(): number | null {
    const field = this.found.map((error) => /^grants\.(\d+)/.exec(error.field)?.[1]).find((index) => index !== undefined);
    return field === undefined ? null : Number(field);
  }
}
