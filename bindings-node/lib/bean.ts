/** What the classes of `compat` are made of: objects with the setters and getters that the platform's SDKs have. */

import { inspect } from 'node:util';

/** A value of a request, with beans in the place of plain objects. */
export type Given<T> = Exclude<T, undefined> | Bean;

type Setters<T> = { [K in keyof T & string as `set${Capitalize<K>}`]-?: (value: Given<T[K]>) => void };
type Getters<T> = { [K in keyof T & string as `get${Capitalize<K>}`]-?: () => Given<T[K]> | undefined };

/** `setMode(value)`, `getMode()` and the like for each member. */
export type Accessors<T> = Setters<T> & Getters<T>;

const accessible = new WeakSet<object>();

/** Members under the platform's names, by setter or as properties. `console.log` hides their values. */
export abstract class Bean {
  /** Their names. */
  static readonly members: readonly string[] = [];

  constructor(values: Readonly<Record<string, unknown>>) {
    const { members } = this.constructor as typeof Bean;
    access(this.constructor.prototype as object, members);
    for (const name of members) {
      (this as Record<string, unknown>)[name] = values[name];
    }
    // A member that is misspelt is told at once.
    Object.seal(this);
  }

  /** The members that are set. */
  toJSON(): Record<string, unknown> {
    return Object.fromEntries(Object.entries(this).filter(([, value]) => value !== undefined && value !== null));
  }

  /** @internal */
  [inspect.custom](): string {
    const shown = Object.keys(this.toJSON()).map((name) => `${name}: ***`);
    return `${this.constructor.name} { ${shown.join(', ')} }`;
  }
}

function access(prototype: object, members: readonly string[]): void {
  if (accessible.has(prototype)) {
    return;
  }
  accessible.add(prototype);
  for (const name of members) {
    const suffix = name.charAt(0).toUpperCase() + name.slice(1);
    const method = (value: unknown) => ({ value, writable: true, configurable: true });
    Object.defineProperties(prototype, {
      [`set${suffix}`]: method(function (this: Record<string, unknown>, value: unknown) {
        this[name] = value;
      }),
      [`get${suffix}`]: method(function (this: Record<string, unknown>) {
        return this[name];
      }),
    });
  }
}

/** Where a request goes, and how. */
export interface Route {
  /** HTTP method. */
  readonly method: string;
  /** Path below the base address. */
  readonly path: string;
  /** How the members travel. */
  readonly encoding: 'json' | 'query' | 'multipart';
  /** Whether the call may be repeated after it may have reached the platform. */
  readonly repeatable: boolean;
}

/** A request. A class of your own with `members` and `route` reaches any other endpoint. */
export abstract class SdkRequest extends Bean {
  /** Where it goes. */
  static readonly route: Route;

  /** Where this one goes. @internal */
  get route(): Route {
    return (this.constructor as typeof SdkRequest).route;
  }
}
