import { at, post } from '@/api/client';
import { Windows } from './windows';

const GATHER_MS = 120;
const AGAIN_MS = 60_000;
/** So often the server is told that this browser is still there. */
const STAY_MS = 30_000;

/** Whether the person of this browser changed rows themselves, or somebody else may have. */
export type By = 'you' | 'others';

/** Somebody else who has a place open. */
export interface Present {
  id: string;
  name: string;
}

/** What is told of a place that is open. */
export interface Told {
  changed: By;
  here: Present[];
}

type Events = keyof Told;

/** Something that the stream said of several places, as one window passes it on to others. */
type Said = { [Event in Events]: { event: Event; data: Record<string, Told[Event]>; id: string } }[Events];

export type Listener = Partial<{ [Event in Events]: (told: Told[Event]) => void }>;

const EVENTS: Events[] = ['changed', 'here'];

/** What happens at places of a workspace. The windows of a browser share one stream, as it opens only six connections. */
class Stream {
  private readonly listeners = new Map<string, Set<Listener>>();
  private readonly windows: Windows<Said>;
  private source: EventSource | null = null;
  private asked = '';
  private last = '';
  private here: Record<string, Present[]> = {};
  private staying: number | undefined;
  private timer: number | undefined;

  constructor(private readonly workspace: string) {
    this.windows = new Windows(`tw-live ${workspace}`, {
      changed: () => this.soon(),
      heard: (said) => this.tell(said),
      returned: () => this.catchUp(),
    });
  }

  /** Be told of a place; answers how to stop. */
  follow(place: string, listener: Listener): () => void {
    const here = this.listeners.get(place) ?? new Set();
    this.listeners.set(place, here.add(listener));
    this.windows.show([...this.listeners.keys()]);
    const known = this.here[place];
    if (known !== undefined) listener.here?.(known);
    return () => {
      here.delete(listener);
      if (here.size === 0 && this.listeners.get(place) === here) {
        this.listeners.delete(place);
        this.here = Object.fromEntries(Object.entries(this.here).filter(([one]) => one !== place));
      }
      this.windows.show([...this.listeners.keys()]);
    };
  }

  private soon(delay = GATHER_MS): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.connect(), delay);
  }

  private connect(): void {
    const places = this.windows.isLeading ? this.windows.places() : [];
    const asked = places.join('\n');
    if (asked === this.asked && this.source?.readyState !== EventSource.CLOSED) {
      // Whoever has just come knows nothing yet.
      if (places.length > 0) this.windows.tell({ event: 'here', data: this.here, id: this.last });
      return;
    }
    this.asked = asked;
    window.clearInterval(this.staying);
    this.source?.close();
    this.source = null;
    if (places.length === 0) return;
    const parameters = new URLSearchParams([...places.map((place) => ['place', place]), ...(this.last === '' ? [] : [['since', this.last]])]);
    const source = (this.source = new EventSource(`/api/v1${at`/workspaces/${this.workspace}/live`}?${parameters.toString()}`));
    for (const event of EVENTS) source.addEventListener(event, (message: MessageEvent<string>) => this.pass({ event, data: JSON.parse(message.data) as unknown, id: message.lastEventId } as Said));
    source.addEventListener('began', (message: MessageEvent<string>) => this.stay((JSON.parse(message.data) as { stream: string }).stream));
    source.addEventListener('error', () => {
      window.clearInterval(this.staying);
      // Nothing is known of others while the connection is lost.
      this.pass({ event: 'here', data: Object.fromEntries(places.map((place) => [place, []])), id: this.last });
      // A browser tries again by itself, unless the server has refused.
      if (source.readyState === EventSource.CLOSED) this.soon(AGAIN_MS);
    });
  }

  /** A connection that was lost without a word is noticed by the server much later: it wants to hear from those who stay. */
  private stay(stream: string): void {
    window.clearInterval(this.staying);
    this.staying = window.setInterval(() => {
      post(at`/workspaces/${this.workspace}/live/${stream}/stay`).catch(() => {
        this.asked = '';
        this.soon();
      });
    }, STAY_MS);
  }

  private pass(said: Said): void {
    this.windows.tell(said);
    this.tell(said);
  }

  private tell(said: Said): void {
    this.last = said.id;
    if (said.event === 'here') {
      this.here = { ...this.here, ...said.data };
      this.each(said.data, (listener, people) => listener.here?.(people));
    } else this.each(said.data, (listener, by) => listener.changed?.(by));
  }

  private each<One>(data: Record<string, One>, tell: (listener: Listener, told: One) => void): void {
    for (const [place, told] of Object.entries(data)) for (const listener of this.listeners.get(place) ?? []) tell(listener, told);
  }

  /** This window rested: whatever it shows may have changed. */
  private catchUp(): void {
    for (const listeners of this.listeners.values()) for (const listener of listeners) listener.changed?.('others');
  }
}

const streams = new Map<string, Stream>();

/** Be told what happens at a place of a workspace; answers how to stop. */
export function follow(workspace: string, place: string, listener: Listener): () => void {
  const stream = streams.get(workspace) ?? new Stream(workspace);
  streams.set(workspace, stream);
  return stream.follow(place, listener);
}
