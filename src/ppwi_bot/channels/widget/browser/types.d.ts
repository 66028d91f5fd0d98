// Shapes that several modules speak of. What comes from the API is described in openapi.yaml.

export interface Settings {
  title: string;
  greeting: string | undefined;
  questions: string[];
  accent: string;
  position: string;
  language: string;
  corpus: string;
  theme: string;
}

export interface Mounting {
  host: HTMLElement;
  root: HTMLElement;
  settings: Settings;
  base: string;
  style: string;
  texts: Record<string, string>;
  launcher?: HTMLElement;
}

export interface Chat {
  open(focus?: boolean): void;
}

export type Say = (key: string, values?: Record<string, string | number>) => string;

export interface Passage {
  text: string;
  source: string;
  ref: string;
  illustrative: boolean;
  language: string;
}

export interface CodeRef {
  id: string;
  level: string;
  name: string;
  theme: string;
}

export interface Quote {
  id: string;
  text: string;
  excerpt: string;
  attribution: string;
  corpus_title: string;
  illustrative: boolean;
  language: string;
}

export interface Call {
  text: string;
  actor: string;
  actor_name: string;
  illustrative: boolean;
}

export interface Coverage {
  illustrative: boolean;
  quotes: number;
  perspectives: Record<string, number>;
  text: Passage;
}

export interface Side {
  heading: Passage | null;
  coverage: Coverage[];
  quotes: Quote[];
}

export interface Source {
  title: string;
  collected_by: string;
  url: string;
  illustrative: boolean;
}

export interface Answer {
  id: string;
  kind: string;
  reason: string;
  lead: Passage[];
  themes: CodeRef[];
  topics: CodeRef[];
  summary: Passage[];
  sides: Side[];
  calls_to_action: Call[];
  listing: CodeRef[];
  sources: Source[];
  notices: Passage[];
  follow_ups: Passage[];
  calls_first: boolean;
}

export interface Reply {
  conversation: string;
  answer: Answer;
  alone: string;
}

export interface Numbers {
  real: number;
  illustrative: number;
}

export interface Welcome {
  questions: string[];
  quotes: Numbers;
  most_characters: number;
  most_comment_characters: number;
}

export interface Counted {
  code: CodeRef;
  quotes: Numbers;
}

export interface Counts extends Counted {
  below: Counted[];
}

export interface Turn {
  question: string;
  answer: Answer;
  alone: string;
  judged?: boolean;
}

export interface Row extends Numbers {
  label: string;
}

/** What the parts of an answer need to know and can do. */
export interface Around {
  say: Say;
  base: string;
  level: number;
  inPage: boolean;
  client: import("./client.js").Client;
  most_comment_characters: () => number;
  ask: (question: string) => void;
  announce: (text: string) => void;
}
