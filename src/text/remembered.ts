/**
 * A pure function of one object that computes its answer once, for as long as that object lives. For what many rules ask
 * of the same immutable thing; a clone of it is asked anew, with the same answer.
 */
export function remembered<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const answers = new WeakMap<K, { readonly answer: V }>();
  return (key) => {
    const known = answers.get(key);
    if (known) return known.answer;
    const answer = compute(key);
    answers.set(key, { answer });
    return answer;
  };
}
