import type { Work } from './work.ts';

/** A text as its features and their weights, of length one. */
interface Vector {
  features: Int32Array;
  weights: Float64Array;
}

/** Gives each label its probability, in the order of the labels. */
export interface LinearModel {
  probabilities(features: readonly string[]): Float64Array;
  /** How much of the text, by weight of its features, occurs in the phrases at all: 0 to 1. */
  coverage(features: readonly string[]): number;
}

const ROUNDS = 12;
const STEP = 4;
const DECAY = 1e-4;
const BIAS_SHARE = 0.02;
/** An error that small teaches nothing. */
const SMALLEST = 0.003;
/** Examples learned from in one piece of the work: about a millisecond. */
const PIECE = 100;

/**
 * Multinomial logistic regression over tf-idf, trained when phrases are loaded or learned. The order of the examples is
 * fixed, so the same phrases always give the same model.
 */
export function* trainLinear(
  examples: readonly { features: readonly string[]; label: number }[],
  labels: number,
): Work<LinearModel> {
  const index = new Map<string, number>();
  const seenIn: number[] = [];
  for (const { features } of examples) {
    for (const feature of new Set(features)) {
      const known = index.get(feature);
      if (known === undefined) {
        index.set(feature, seenIn.length);
        seenIn.push(1);
      } else seenIn[known] = (seenIn[known] ?? 0) + 1;
    }
  }
  yield;
  const rarity = seenIn.map((count) => Math.log((1 + examples.length) / count));
  const weights = Array.from({ length: labels }, () => new Float64Array(index.size + 1));
  const bias = index.size;

  const vectorOf = (features: readonly string[]): Vector => {
    const known = [...new Set(features)]
      .map((feature) => index.get(feature))
      .filter((at) => at !== undefined);
    const length = Math.hypot(...known.map((at) => rarity[at] ?? 0)) || 1;
    return {
      features: Int32Array.from(known),
      weights: Float64Array.from(known, (at) => (rarity[at] ?? 0) / length),
    };
  };
  const score = (vector: Vector): Float64Array => {
    const scores = new Float64Array(labels);
    for (let label = 0; label < labels; label++) {
      const row = weights[label] as Float64Array;
      let sum = row[bias] as number;
      for (let i = 0; i < vector.features.length; i++) {
        sum += (row[vector.features[i] as number] as number) * (vector.weights[i] as number);
      }
      scores[label] = sum;
    }
    return softmax(scores);
  };
  const learn = (vector: Vector, label: number, amount: number): void => {
    const row = weights[label] as Float64Array;
    row[bias] = (row[bias] as number) + amount * BIAS_SHARE;
    for (let i = 0; i < vector.features.length; i++) {
      const at = vector.features[i] as number;
      row[at] = (row[at] as number) * (1 - DECAY) + amount * (vector.weights[i] as number);
    }
  };

  yield;
  const vectors = examples.map(({ features }) => vectorOf(features));
  for (let round = 0; round < ROUNDS; round++) {
    const step = STEP / (1 + round / 4);
    for (const [nth, example] of shuffled(examples.length, round).entries()) {
      if (nth % PIECE === 0) yield;
      const vector = vectors[example] as Vector;
      const probabilities = score(vector);
      for (let label = 0; label < labels; label++) {
        const error = (examples[example]?.label === label ? 1 : 0) - (probabilities[label] ?? 0);
        if (Math.abs(error) < SMALLEST) continue;
        learn(vector, label, step * error);
      }
    }
  }
  return {
    probabilities: (features) => score(vectorOf(features)),
    coverage: (features) => {
      const unique = [...new Set(features)];
      const unseen = Math.log(1 + examples.length);
      const weightOf = (feature: string) => rarity[index.get(feature) ?? -1] ?? unseen;
      const all = unique.reduce((sum, feature) => sum + weightOf(feature), 0);
      const known = unique.reduce((sum, feature) => sum + (index.has(feature) ? weightOf(feature) : 0), 0);
      return all === 0 ? 0 : known / all;
    },
  };
}

function softmax(scores: Float64Array): Float64Array {
  const top = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - top));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** All numbers below `count`, in an order that differs from round to round and never from run to run. */
function shuffled(count: number, round: number): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  let seed = 12345 + round * 7919;
  for (let i = count - 1; i > 0; i--) {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    const j = seed % (i + 1);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}
