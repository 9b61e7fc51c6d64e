/** A command that is one call: the SDK's table says what it takes and what it is for. */
export interface OperationCommand {
  readonly verb: string;
  /** Its id. */
  readonly operation: string;
  /** Called in its stead where `--buyer` is given. */
  readonly ofBuyer?: string;
  /** Members of the input that stand without a flag, in this order. */
  readonly positionals?: readonly string[];
  /** Members of the body that are offered as options; default: all. */
  readonly members?: readonly string[];
  /** Objects of the body, whose members are options of their own. */
  readonly spread?: Readonly<Record<string, readonly string[]>>;
  /** Of a table, by their paths. */
  readonly columns?: readonly string[];
  /** Asked before it is done. */
  readonly question?: string;
  /** The operation that gets the version, where `--if-match` is not given. */
  readonly versionFrom?: string;
  readonly examples: readonly string[];
}
