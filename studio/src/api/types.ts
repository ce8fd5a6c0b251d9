/** What the server answers. Declared by hand where the OpenAPI document says no more than "an object". */

export interface List<T> {
  items: T[];
  cursor?: string | null;
}

export interface Me {
  id: string;
  name: string;
  email: string;
  is_admin: boolean;
  roles: Record<string, string[]>;
  csrf: string;
  locale: string;
  time_zone: string;
}

export interface SetupState {
  needed: boolean;
}
