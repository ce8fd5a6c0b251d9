/** Something that changes by itself and tells those who show it. */
export class Told {
  private version = 0;
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): number => this.version;

  protected tell(): void {
    this.version += 1;
    for (const listener of this.listeners) listener();
  }
}
