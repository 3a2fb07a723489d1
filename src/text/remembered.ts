/** Stands for `undefined`, which is what is found where nothing was asked yet. */
const NOTHING = Symbol("nothing");

/**
 * A pure function of one object that computes its answer once, for as long as that object lives. For what many rules ask
 * of the same immutable thing; a clone of it is asked anew, with the same answer.
 */
export function remembered<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const answers = new WeakMap<K, V | typeof NOTHING>();
  return (key) => {
    const known = answers.get(key);
    if (known !== undefined) return known === NOTHING ? (undefined as V) : known; // set below, where V has undefined
    const answer = compute(key);
    answers.set(key, answer === undefined ? NOTHING : answer);
    return answer;
  };
}
