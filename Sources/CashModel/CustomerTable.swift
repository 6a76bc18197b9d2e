/// How a customer's payments without references are to be applied, as agreed with him: the `rule` column of the customers.
public enum CustomerRule: String, CaseIterable, Sendable {
  case none = ""
  /// The item due first is paid first, whole items only; what is left goes on account.
  case oldestFirst = "oldest_first"
  /// The same, and the last item may be paid in part.
  case oldestFirstPartial = "oldest_first_partial"
}

/// One customer as a reader hands it over; text slices point into the table's arena.
public struct CustomerRecord: Sendable {
  public var customerID: TextSlice = .empty
  public var name: TextSlice = .empty
  /// Other names, joined by `|`.
  public var aliases: TextSlice = .empty
  /// IBANs or local account numbers, joined by `|`.
  public var accounts: TextSlice = .empty
  public var parentID: TextSlice = .empty
  public var country: TextSlice = .empty
  public var rule = CustomerRule.none
  /// The largest difference that may be written off on a payment of his items, in ten-thousandths of the items'
  /// currency unit; nil where the policy says it.
  public var tolerance: Int64?
  public var isBlocked = false
  /// He has paid balances, as people decided: what a balance of his pays needs no further proof.
  public var paysByStatement = false
  public var source = SourcePosition(file: 0, record: 0, byteOffset: 0)

  public init() {}
}

/// Who the customers are: a column per attribute, a row per customer. `customerID` is unique.
public struct CustomerTable: Sendable {
  public var arena = TextArena()
  public private(set) var customerID: [TextSlice] = []
  public private(set) var name: [TextSlice] = []
  public private(set) var aliases: [TextSlice] = []
  public private(set) var accounts: [TextSlice] = []
  public private(set) var parentID: [TextSlice] = []
  public private(set) var country: [TextSlice] = []
  public private(set) var rule: [CustomerRule] = []
  public private(set) var tolerance: [Int64?] = []
  public private(set) var isBlocked: [Bool] = []
  public private(set) var paysByStatement: [Bool] = []
  public private(set) var source: [SourcePosition] = []
  /// The topmost parent reached by `parent_id`; the customer itself where it has none. Filled by `link(_:)`.
  public private(set) var family: [CustomerRow] = []

  public init() {}

  @inlinable public var count: Int { customerID.count }

  /// Asks for where a customer's id stands, which will be looked for soon; a number of none asks for nothing.
  @inlinable public func fetchAhead(_ row: Int) {
    customerID.fetchAhead(row)
    isBlocked.fetchAhead(row)
  }

  /// Asks for the id itself.
  @inlinable public func fetchIDAhead(_ row: Int) {
    if row >= 0, row < count { arena.fetchAhead(customerID[row]) }
  }

  public mutating func append(_ record: CustomerRecord) {
    customerID.append(record.customerID)
    name.append(record.name)
    aliases.append(record.aliases)
    accounts.append(record.accounts)
    parentID.append(record.parentID)
    country.append(record.country)
    rule.append(record.rule)
    tolerance.append(record.tolerance)
    isBlocked.append(record.isBlocked)
    paysByStatement.append(record.paysByStatement)
    source.append(record.source)
    family.append(CustomerRow(count - 1))
  }

  /// Appends a customer of whom nothing but the id is known.
  public mutating func append(named id: String) -> CustomerRow {
    var record = CustomerRecord()
    record.customerID = arena.append(id)
    append(record)
    return CustomerRow(count - 1)
  }

  public mutating func setPaysByStatement(_ row: CustomerRow) { paysByStatement[row.index] = true }

  /// Adds one more account or alias to a customer's.
  public mutating func add(_ value: String, toAccounts isAccount: Bool, of row: CustomerRow) {
    let known = isAccount ? accounts[row.index] : aliases[row.index]
    let slice = arena.append((known.isEmpty ? "" : arena.string(known) + "|") + value)
    if isAccount { accounts[row.index] = slice } else { aliases[row.index] = slice }
  }

  private func record(_ row: Int) -> CustomerRecord {
    var record = CustomerRecord()
    record.customerID = customerID[row]
    record.name = name[row]
    record.aliases = aliases[row]
    record.accounts = accounts[row]
    record.parentID = parentID[row]
    record.country = country[row]
    record.rule = rule[row]
    record.tolerance = tolerance[row]
    record.isBlocked = isBlocked[row]
    record.paysByStatement = paysByStatement[row]
    record.source = source[row]
    return record
  }

  /// The customers ordered by id, joined with those that only open items name, every item told its customer and
  /// every customer its family.
  public func linked(with items: inout OpenItemTable) -> CustomerTable {
    var everyone = self
    var known = RowIndex()
    known.reserve(count)
    for row in 0..<count { known.insert(Int32(row), print: arena.print(customerID[row])) }
    // By item: its customer among everyone.
    var customers: [Int32] = []
    customers.reserveCapacity(items.count)
    for row in 0..<items.count {
      let id = items[row].customerID
      // Items of one customer often stand together.
      if let last = customers.last, items.arena.equal(id, items[row - 1].customerID) {
        customers.append(last)
        continue
      }
      let print = items.arena.print(id)
      let found = known.row(print: print) { everyone.arena.equal(everyone.customerID[Int($0)], id, of: items.arena) }
      if let found {
        customers.append(found)
        continue
      }
      var record = CustomerRecord()
      record.customerID = everyone.arena.append(items.arena.span(id))
      known.insert(Int32(everyone.count), print: print)
      customers.append(Int32(everyone.count))
      everyone.append(record)
    }
    let ids = PackedTexts(everyone.customerID, in: everyone.arena)
    let order = RowOrder.sorted(
      everyone.customerID.map { ids.key(of: $0, bits: 64) }
    ) { everyone.arena.precedes(everyone.customerID[Int($0)], everyone.customerID[Int($1)]) }
    var result = CustomerTable()
    result.arena = everyone.arena
    var places = [CustomerRow](repeating: CustomerRow(number: -1), count: everyone.count)
    for (place, row) in order.enumerated() {
      result.append(everyone.record(Int(row)))
      places[Int(row)] = CustomerRow(place)
    }
    items.setCustomers(customers.map { places[Int($0)] })
    let parents = result.parentID.map { parent in
      known.row(print: result.arena.print(parent)) {
        everyone.arena.equal(everyone.customerID[Int($0)], parent, of: result.arena)
      }.map { places[Int($0)] }
    }
    result.findFamilies(parents)
    return result
  }

  /// Follows parents upwards; a ring of parents, or a parent nobody knows, ends the walk where it stands. The
  /// family of a ring is its smallest row, so that all its members agree.
  private mutating func findFamilies(_ parents: [CustomerRow?]) {
    for row in 0..<count where parents[row] != nil {
      var seen: [CustomerRow] = [CustomerRow(row)]
      var top = CustomerRow(row)
      while let parent = parents[top.index], parent != top {
        if let start = seen.firstIndex(of: parent) {
          top = seen[start...].min() ?? parent
          break
        }
        seen.append(parent)
        top = parent
        if seen.count > 64 { break }
      }
      family[row] = top
    }
  }
}
