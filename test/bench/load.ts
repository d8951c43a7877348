import type { Client } from './client.ts';

/** What one round brought: the latencies, in ms, of the turns that were answered within it. */
export interface Round {
  latencies: number[];
  /** Length of the round, s. */
  seconds: number;
  /** Processor time that the bot took, ms; undefined where the system does not tell. */
  cpu?: number | undefined;
}

/** Customers who say the same script again and again, each conversation under an id of its own. */
export interface Load {
  /** Lets as many customers as there are connections talk for some seconds. Rejects where an answer is wrong. */
  round(connections: number, seconds: number): Promise<Round>;
}

export interface LoadOptions {
  client: Client;
  /** Tells this load's conversations from all others. */
  name: string;
  script: readonly string[];
  /** What the answer to the last line must contain, so that nothing is measured but whole conversations. */
  ending?: string;
}

interface Customer {
  conversation: string;
  turn: number;
  /** The first conversation of each is broken off elsewhere, or all would be at the same question at once. */
  turns: number;
}

/** Customers stay where they are in their conversation between rounds. */
export function createLoad({ client, name, script, ending }: LoadOptions): Load {
  const groups = new Map<number, Customer[]>();
  let conversations = 0;

  const newConversation = (): string => {
    conversations += 1;
    return `${name}-${conversations}`;
  };

  function customersOf(connections: number): Customer[] {
    const known = groups.get(connections);
    if (known) return known;
    const customers = Array.from({ length: connections }, (_, i) => ({
      conversation: newConversation(),
      turn: 0,
      turns: Math.ceil((script.length * (i + 1)) / connections),
    }));
    groups.set(connections, customers);
    return customers;
  }

  async function say(customer: Customer): Promise<void> {
    const { status, body } = await client.say(customer.conversation, script[customer.turn] ?? '');
    const last = customer.turn === script.length - 1;
    if (status !== 200 || (last && ending !== undefined && !body.includes(ending))) {
      throw new Error(`${name}: "${script[customer.turn]}" was answered with ${status}: ${body}`);
    }
    customer.turn += 1;
    if (customer.turn < customer.turns) return;
    Object.assign(customer, { conversation: newConversation(), turn: 0, turns: script.length });
  }

  return {
    async round(connections, seconds) {
      const latencies: number[] = [];
      const end = performance.now() + seconds * 1000;
      const talk = async (customer: Customer): Promise<void> => {
        for (let start = performance.now(); start < end; ) {
          await say(customer);
          const now = performance.now();
          if (now <= end) latencies.push(now - start);
          start = now;
        }
      };
      await Promise.all(customersOf(connections).map(talk));
      return { latencies, seconds };
    },
  };
}
