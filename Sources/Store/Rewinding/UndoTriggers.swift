/// The triggers that note how to undo each change of a row: what they write is SQL, to be run the last first.
///
/// Rows that are only ever added need none: `RunWriter` notes where a run begins in each of their tables. A trigger belongs to the
/// migration that made it, so what is written here never changes once it is released.
struct UndoTriggers {
  private let table: String
  private let key: String
  /// All that is ever changed of a row.
  private let changing: [String]
  /// All columns, where rows are added and taken out again.
  private let columns: [String]

  static let all = [
    UndoTriggers("statement", key: "number", changing: ["is_void"]),
    UndoTriggers(
      "entry", key: "number", changing: ["booked_by", "class", "outcome", "open_amount", "returned_by", "is_void"]),
    UndoTriggers("item", key: "number", changing: ["extract_amount", "currency"]),
    UndoTriggers("allocation", key: "number", changing: ["acknowledged"]),
    UndoTriggers(
      "waiting", key: "entry", changing: ["payment", "rest_reason"],
      columns: ["entry", "since_run", "payment", "rest_reason"]),
    UndoTriggers(
      "exception", key: "entry",
      columns: ["entry", "reason", "customer", "open_amount", "fingerprint", "group_print", "suggestions"]),
    UndoTriggers(
      "dispute", key: "id", changing: ["reason", "status", "owner", "note", "resolution"],
      columns: [
        "id", "entry", "item", "customer", "amount", "reason", "opened", "status", "is_booked", "owner", "note",
        "resolution",
      ]),
    UndoTriggers(
      "learned", key: "number",
      changing: ["count", "since", "last", "run", "state", "decided_by", "payment"],
      columns: [
        "number", "kind", "value", "customer", "count", "since", "last", "run", "state", "decided_by", "payment",
      ]),
  ]

  private init(_ table: String, key: String, changing: [String] = [], columns: [String] = []) {
    self.table = table
    self.key = key
    self.changing = changing
    self.columns = columns
  }

  /// The triggers' names, as far as the table has them.
  var names: [String] {
    (changing.isEmpty ? [] : ["undo_change_of_\(table)"])
      + (columns.isEmpty ? [] : ["undo_new_\(table)", "undo_end_of_\(table)"])
  }

  var sql: String {
    var triggers: [String] = []
    if !changing.isEmpty {
      let isOther = changing.map { "old.\($0) IS NOT new.\($0)" }.joined(separator: " OR ")
      let old = changing.map { "'\($0) = ' || quote(old.\($0))" }.joined(separator: " || ', ' || ")
      triggers.append(
        trigger(
          "undo_change_of_\(table)", "UPDATE", "WHEN \(isOther)", "'UPDATE \(table) SET ' || \(old) || \(row("old"))")
      )
    }
    if !columns.isEmpty {
      let old = columns.map { "quote(old.\($0))" }.joined(separator: " || ', ' || ")
      triggers += [
        trigger("undo_new_\(table)", "INSERT", "", "'DELETE FROM \(table)' || \(row("new"))"),
        trigger("undo_end_of_\(table)", "DELETE", "", "'INSERT INTO \(table) VALUES (' || \(old) || ')'"),
      ]
    }
    return triggers.joined(separator: "\n")
  }

  private func row(_ state: String) -> String { "' WHERE \(key) = ' || quote(\(state).\(key))" }

  private func trigger(_ name: String, _ event: String, _ condition: String, _ change: String) -> String {
    """
    CREATE TRIGGER \(name) AFTER \(event) ON \(table) \(condition) BEGIN
      INSERT INTO undo (run, change) VALUES ((SELECT coalesce(max(number), 0) FROM run), \(change));
    END;
    """
  }
}
