const REST_MS = 60_000;

/** What windows say to each other: which places they show, that one of them wants to know, what was heard. */
type Message<Said> = { from: string; places: string[] } | { from: string; asks: true } | { said: Said };

interface Ears<Said> {
  /** The places that windows show have changed, or this window leads now, or no longer. */
  changed: () => void;
  heard: (said: Said) => void;
  /** This window is seen again after it rested. */
  returned: () => void;
}

/**
 * The windows of one browser that show places, one of which leads: it has what one of them is enough to have.
 *
 * Whoever holds a lock leads. Each window holds one of its own as well, by which others know that it is gone, however it
 * went. Hidden windows rest after a while. Where windows cannot find each other (no locks outside HTTPS) each leads itself.
 */
export class Windows<Said> {
  isLeading = false;
  private readonly me = Math.random().toString(36).slice(2);
  private readonly shown = new Map<string, string[]>();
  private readonly channel: BroadcastChannel | null = null;
  private readonly watched = new Set<string>();
  private own: string[] = [];
  private stop: (() => void) | null = null;
  private resting: number | undefined;
  private isResting = false;

  constructor(
    private readonly name: string,
    private readonly ears: Ears<Said>,
  ) {
    if (!('locks' in navigator) || !('BroadcastChannel' in globalThis)) return;
    this.channel = new BroadcastChannel(name);
    this.channel.onmessage = ({ data }: MessageEvent<Message<Said>>) => this.hear(data);
  }

  /** Say which places this window shows. */
  show(places: string[]): void {
    this.own = places;
    if (!this.isResting && (places.length > 0 || this.stop !== null)) this.join();
  }

  /** Every place that some window shows. */
  places(): string[] {
    return [...new Set([...this.shown.values()].flat())].sort();
  }

  tell(said: Said): void {
    this.channel?.postMessage({ said } satisfies Message<Said>);
  }

  private join(): void {
    this.note(this.me, this.own);
    this.channel?.postMessage({ from: this.me, places: this.own } satisfies Message<Said>);
    if (this.stop !== null) return;
    const ends = new AbortController();
    this.stop = () => ends.abort();
    document.addEventListener('visibilitychange', this.look);
    window.addEventListener('pagehide', this.rest);
    window.addEventListener('pageshow', this.look);
    if (this.channel === null) {
      this.isLeading = true;
      this.ears.changed();
      return;
    }
    hold(this.lockOf(this.me), ends.signal, () => undefined);
    hold(this.name, ends.signal, () => {
      this.isLeading = true;
      this.channel?.postMessage({ from: this.me, asks: true } satisfies Message<Said>);
      this.ears.changed();
    });
  }

  private readonly leave = (): void => {
    if (this.stop === null) return;
    this.stop();
    this.stop = null;
    this.isLeading = false;
    this.shown.clear();
    this.channel?.postMessage({ from: this.me, places: [] } satisfies Message<Said>);
    this.ears.changed();
  };

  private hear(message: Message<Said>): void {
    if ('said' in message) {
      if (this.stop !== null) this.ears.heard(message.said);
    } else if ('asks' in message) {
      if (this.stop !== null) this.channel?.postMessage({ from: this.me, places: this.own } satisfies Message<Said>);
    } else if (this.isLeading) this.note(message.from, message.places);
  }

  private note(from: string, places: string[]): void {
    const isNew = !this.shown.has(from);
    if (places.length === 0) this.shown.delete(from);
    else this.shown.set(from, places);
    if (isNew && places.length > 0 && from !== this.me) this.watch(from);
    this.ears.changed();
  }

  /** Its lock is free once a window is gone; one that has only rested in between says so when asked. */
  private watch(from: string): void {
    if (this.watched.has(from)) return;
    this.watched.add(from);
    void navigator.locks.request(this.lockOf(from), () => {
      this.watched.delete(from);
      this.note(from, []);
      this.channel?.postMessage({ from: this.me, asks: true } satisfies Message<Said>);
    });
  }

  private lockOf(window: string): string {
    return `${this.name} ${window}`;
  }

  private readonly rest = (): void => {
    this.isResting = true;
    this.leave();
  };

  private readonly look = (): void => {
    window.clearTimeout(this.resting);
    if (document.hidden) this.resting = window.setTimeout(this.rest, REST_MS);
    else if (this.isResting) {
      this.isResting = false;
      if (this.own.length > 0) this.join();
      this.ears.returned();
    }
  };
}

/** Hold a lock from when it is free until the signal. */
function hold(name: string, signal: AbortSignal, held: () => void): void {
  navigator.locks
    .request(name, { signal }, () => {
      held();
      return new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    })
    .catch(() => undefined); // Given up waiting.
}
