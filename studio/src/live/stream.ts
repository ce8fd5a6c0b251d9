import { at } from '@/api/client';
import { Windows } from './windows';

const GATHER_MS = 120;
const AGAIN_MS = 15_000;

/** Whether the person of this browser changed rows themselves, or somebody else may have. */
export type By = 'you' | 'others';

/** What is told of a place that is open. */
export interface Told {
  changed: By;
}

type Events = keyof Told;

/** Something that the stream said of several places, as one window passes it on to others. */
interface Said {
  event: Events;
  data: Record<string, Told[Events]>;
  id: string;
}

export type Listener = Partial<{ [Event in Events]: (told: Told[Event]) => void }>;

const EVENTS: Events[] = ['changed'];

/** What happens at places of a workspace. The windows of a browser share one stream, as it opens only six connections. */
class Stream {
  private readonly listeners = new Map<string, Set<Listener>>();
  private readonly windows: Windows<Said>;
  private source: EventSource | null = null;
  private asked = '';
  private last = '';
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
    return () => {
      here.delete(listener);
      if (here.size === 0 && this.listeners.get(place) === here) this.listeners.delete(place);
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
    if (asked === this.asked && this.source?.readyState !== EventSource.CLOSED) return;
    this.asked = asked;
    this.source?.close();
    this.source = null;
    if (places.length === 0) return;
    const parameters = new URLSearchParams([...places.map((place) => ['place', place]), ...(this.last === '' ? [] : [['since', this.last]])]);
    const source = (this.source = new EventSource(`/api/v1${at`/workspaces/${this.workspace}/live`}?${parameters.toString()}`));
    for (const event of EVENTS) source.addEventListener(event, (message: MessageEvent<string>) => this.pass({ event, data: JSON.parse(message.data) as Said['data'], id: message.lastEventId }));
    source.addEventListener('error', () => {
      // A browser tries again by itself, unless the server has refused.
      if (source.readyState === EventSource.CLOSED) this.soon(AGAIN_MS);
    });
  }

  private pass(said: Said): void {
    this.windows.tell(said);
    this.tell(said);
  }

  private tell(said: Said): void {
    this.last = said.id;
    for (const [place, told] of Object.entries(said.data)) {
      for (const listener of this.listeners.get(place) ?? []) listener[said.event]?.(told);
    }
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
