/** JSON on its way to the core. */

/** The JSON text of a value. Integers of type bigint become strings, which the platform takes for its ids. @internal */
export function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch (error) {
    if ((error as Error).name !== 'TypeError') {
      throw error;
    }
    return JSON.stringify(value, (_name, member: unknown) => (typeof member === 'bigint' ? member.toString() : member));
  }
}
