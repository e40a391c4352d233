import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";

type Variables = Readonly<Record<string, unknown>>;
interface Context {
  schema: GraphQLSchema;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  variables: Variables;
}

const CONNECTION = 2;
const MUTATION = 10;

/** The operation of a document by its name; the first when there is no name. */
export function operationOf(document: DocumentNode, name?: string | null): OperationDefinitionNode | null {
  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  return operations.find((one) => !name || one.name?.value === name) ?? null;
}

/**
 * What a request costs at most: an object 1, a connection 2 and its rows, a mutation 10, scalars nothing. Rows are as many
 * as `first` says.
 */
export function requestedCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): number {
  const context = contextOf(schema, document, variables);
  const isMutation = operation.operation === "mutation";
  const root = isMutation ? schema.getMutationType() : schema.getQueryType();
  if (!root) return 0;
  return fieldsOf(context, operation.selectionSet, root).reduce((sum, { field, type }) => {
    if (!isMutation) return sum + costOfField(context, field, type);
    const payload =
      field.selectionSet && isCompositeType(type) ? fieldsOf(context, field.selectionSet, type) : [];
    return (
      sum +
      MUTATION +
      payload
        .filter((part) => part.field.name.value !== "userErrors")
        .reduce((inner, part) => inner + costOfField(context, part.field, part.type), 0)
    );
  }, 0);
}

/** What an answer cost: the same, with the rows that are there. */
export function actualCost(operation: OperationDefinitionNode, data: unknown): number {
  const base = operation.operation === "mutation" ? MUTATION * operation.selectionSet.selections.length : 0;
  const roots = typeof data === "object" && data !== null ? Object.values(data) : [];
  if (operation.operation !== "mutation")
    return roots.reduce<number>((sum, value) => sum + costOfValue(value), base);
  return roots.reduce<number>((sum, value) => {
    if (typeof value !== "object" || value === null) return sum;
    const parts = Object.entries(value).filter(([key]) => key !== "userErrors");
    return sum + parts.reduce((inner, [, part]) => inner + costOfValue(part), 0);
  }, base);
}

function costOfValue(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + costOfValue(one), 0);
  if (typeof value !== "object" || value === null) return 0;
  const entries = Object.entries(value);
  if ("nodes" in value || "edges" in value)
    return entries
      .filter(([key]) => key === "nodes" || key === "edges")
      .reduce(
        (sum, [key, rows]) => sum + (key === "edges" ? costOfEdges(rows) : costOfValue(rows)),
        CONNECTION,
      );
  return entries.filter(([key]) => key !== "pageInfo").reduce((sum, [, part]) => sum + costOfValue(part), 1);
}

const costOfEdges = (edges: unknown): number =>
  Array.isArray(edges)
    ? edges.reduce<number>((sum, edge: { node?: unknown }) => sum + costOfValue(edge.node), 0)
    : 0;

function contextOf(schema: GraphQLSchema, document: DocumentNode, variables: Variables): Context {
  const fragments = new Map(
    document.definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [],
    ),
  );
  return { schema, fragments, variables };
}

interface Part {
  field: FieldNode;
  type: GraphQLNamedType;
  isList: boolean;
}

/** Fields of a selection with the types they return; of several kinds that a thing may be, the dearest counts. */
function fieldsOf(context: Context, selection: SelectionSetNode, parent: GraphQLNamedType): Part[] {
  const known = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields() : {};
  const kinds: Part[][] = [];
  const own = selection.selections.flatMap((one): Part[] => {
    if (one.kind === Kind.FIELD) {
      const field = known[one.name.value];
      return field
        ? [{ field: one, type: getNamedType(field.type), isList: /\[/.test(String(field.type)) }]
        : [];
    }
    const fragment = one.kind === Kind.FRAGMENT_SPREAD ? context.fragments.get(one.name.value) : one;
    const name = fragment?.typeCondition?.name.value;
    const type = name ? context.schema.getType(name) : parent;
    if (fragment && type) kinds.push(fieldsOf(context, fragment.selectionSet, type));
    return [];
  });
  const costOf = (parts: Part[]) =>
    parts.reduce((sum, part) => sum + costOfField(context, part.field, part.type), 0);
  kinds.sort((a, b) => costOf(b) - costOf(a));
  return [...own, ...(kinds[0] ?? [])];
}

function costOfField(context: Context, field: FieldNode, type: GraphQLNamedType): number {
  if (!isCompositeType(type) || !field.selectionSet) return 0;
  const inner = fieldsOf(context, field.selectionSet, type);
  if (type.name.endsWith("Connection")) {
    const rows = inner
      .filter((part) => ["nodes", "edges"].includes(part.field.name.value))
      .map((part) => rowCost(context, part));
    return CONNECTION + sizeOf(context, field) * Math.max(0, ...rows);
  }
  const one = 1 + inner.reduce((sum, part) => sum + costOfField(context, part.field, part.type), 0);
  return one * (countOf(context, field) ?? 1);
}

function rowCost(context: Context, part: Part): number {
  if (part.field.name.value === "nodes") return costOfField(context, part.field, part.type);
  const selection = part.field.selectionSet;
  const node =
    selection && fieldsOf(context, selection, part.type).find((one) => one.field.name.value === "node");
  return node ? costOfField(context, node.field, node.type) : 0;
}

const sizeOf = (context: Context, field: FieldNode): number =>
  numberArgument(context, field, "first") ?? numberArgument(context, field, "last") ?? 0;

/** How many a list will hold: as many as ids were given, or as `first` says. */
function countOf(context: Context, field: FieldNode): number | null {
  const ids = field.arguments?.find(({ name }) => name.value === "ids")?.value;
  if (ids?.kind === Kind.LIST) return ids.values.length;
  if (ids?.kind === Kind.VARIABLE) {
    const given = context.variables[ids.name.value];
    return Array.isArray(given) ? given.length : 0;
  }
  return numberArgument(context, field, "first");
}

function numberArgument(context: Context, field: FieldNode, name: string): number | null {
  const value = field.arguments?.find((one) => one.name.value === name)?.value;
  if (value?.kind === Kind.INT) return Number(value.value);
  if (value?.kind === Kind.VARIABLE) {
    const given = context.variables[value.name.value];
    return typeof given === "number" ? given : null;
  }
  return null;
}
