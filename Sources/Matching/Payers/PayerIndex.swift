import CashModel

/// Customers by what identifies a payer: account, name or alias, customer number.
struct PayerIndex: Sendable {
  fileprivate var accounts = ByteKeyIndex()
  fileprivate var names = ByteKeyIndex()
  fileprivate var aliases = ByteKeyIndex()
  private var numbers = ByteKeyIndex()
  private var cores = NameCoreIndex()
  private let family: [CustomerRow]

  /// Without names that are alike: `finish` adds them.
  init(_ customers: CustomerTable) {
    family = customers.family
    var key: [UInt8] = []
    var number = ReferenceKey()
    for row in 0..<customers.count {
      let id = Int32(row)
      PayerName.normalise(customers.arena.span(customers.name[row]), into: &key)
      if PayerName.isTelling(key) { names.insert(key.span, row: id) }
      customers.arena.forEachPart(of: customers.aliases[row]) { alias in
        PayerName.normalise(alias, into: &key)
        if PayerName.isTelling(key) { aliases.insert(key.span, row: id) }
      }
      customers.arena.forEachPart(of: customers.accounts[row]) { account in
        PayerName.normaliseAccount(account, into: &key)
        if key.count >= PayerName.leastAccountLength { accounts.insert(key.span, row: id) }
      }
      number.set(customers.arena.span(customers.customerID[row]))
      if number.bytes.count >= ReferenceKey.leastLength, number.hasDigit {
        numbers.insert(number.bytes.span, row: id)
      }
    }
    accounts.seal()
    names.seal()
    aliases.seal()
    numbers.seal()
  }

  mutating func finish(_ cores: NameCoreIndex) { self.cores = cores }

  /// The one customer whose name is alike (see `NameCore`), or that of the party on whose behalf he pays; several families
  /// that share a core are nobody.
  func customer(alike name: Span<UInt8>, _ core: inout NameCore, _ scratch: inout [UInt8]) -> Identification {
    core.set(name)
    let whole = customer(of: core)
    guard case .nobody = whole else { return whole }
    PayerName.normalise(name, into: &scratch)
    if let debtor = NameParts.debtor(in: scratch) {
      core.set(debtor.span)
      return customer(of: core)
    }
    // What stands in brackets at the end is a remark, `(IN ADMINISTRATION)`; without it the name must be a whole one.
    guard let end = NameParts.endBeforeRemark(name) else { return .nobody }
    core.set(name.extracting(0..<end))
    return customer(of: core, mayBegin: false)
  }

  private func customer(of core: NameCore, mayBegin: Bool = true) -> Identification {
    let rows = cores.rows(alike: core, mayBegin: mayBegin)
    guard let first = rows.first.map({ CustomerRow(number: $0) }) else { return .nobody }
    for row in rows where !areRelated(first, CustomerRow(number: row)) { return .several }
    let top = family[first.index]
    return .one(rows.contains(top.number) ? top : first)
  }

  /// Asks for the tags of a payer's normalised account and name.
  func askedTags(
    account: Span<UInt8>, name: Span<UInt8>
  ) -> (account: UInt64?, name: UInt64?, alias: UInt64?) {
    (accounts.askedTag(of: account), names.askedTag(of: name), aliases.askedTag(of: name))
  }

  /// The one customer with this account; nil where none or several of different families have it.
  func customer(withAccount account: Span<UInt8>, _ scratch: inout [UInt8]) -> Identification {
    PayerName.normaliseAccount(account, into: &scratch)
    return customer(withNormalisedAccount: scratch.span)
  }

  func customer(withNormalisedAccount account: Span<UInt8>) -> Identification {
    identification(accounts.find(account), in: accounts)
  }

  /// The one customer with exactly this name, or confirmed alias, after normalisation.
  func customer(named name: Span<UInt8>, _ scratch: inout [UInt8]) -> (who: Identification, isAlias: Bool) {
    PayerName.normalise(name, into: &scratch)
    return customer(normalisedName: scratch.span)
  }

  func customer(normalisedName key: Span<UInt8>) -> (who: Identification, isAlias: Bool) {
    guard PayerName.isTelling(key) else { return (.nobody, false) }
    let alias = identification(aliases.find(key), in: aliases)
    let name = identification(names.find(key), in: names)
    switch (alias, name) {
    case (.nobody, _): return (name, false)
    case (_, .nobody): return (alias, true)
    case (.one(let first), .one(let second)) where areRelated(first, second): return (name, false)
    default: return (.several, false)
    }
  }

  /// All customers with exactly this name, after normalisation.
  func bearers(of name: Span<UInt8>) -> [CustomerRow] {
    var key: [UInt8] = []
    PayerName.normalise(name, into: &key)
    guard PayerName.isTelling(key), let hit = names.find(key.span) else { return [] }
    return names.rows(of: hit).map { CustomerRow(number: $0) }
  }

  func customer(numbered key: Span<UInt8>) -> CustomerRow? {
    guard let hit = numbers.find(key), hit.count == 1 else { return nil }
    return CustomerRow(number: numbers.firstRow(of: hit))
  }

  /// Asks for the family of a payer, if there is one.
  func fetchAhead(_ payer: CustomerRow) { family.fetchAhead(Int(payer.number)) }

  func areRelated(_ left: CustomerRow, _ right: CustomerRow) -> Bool { family[left.index] == family[right.index] }

  func family(of customer: CustomerRow) -> CustomerRow { family[customer.index] }

  enum Identification: Hashable, Sendable {
    case nobody
    case one(CustomerRow)
    /// Several customers that are no family: identifies nobody.
    case several
  }

  /// Equal accounts or names within one family stand for its topmost bearer; an equal name outside disables both.
  private func identification(_ hit: KeyHit?, in index: ByteKeyIndex) -> Identification {
    guard let hit else { return .nobody }
    let first = CustomerRow(number: index.firstRow(of: hit))
    if hit.count == 1 { return .one(first) }
    let rows = index.rows(of: hit)
    for row in rows where !areRelated(first, CustomerRow(number: row)) { return .several }
    let top = family[first.index]
    for row in rows where row == top.number { return .one(top) }
    return .one(first)
  }
}

/// How names and accounts are written for comparison.
enum PayerName {
  /// Capitals and digits, every run of anything else one blank; bytes beyond ASCII as they are.
  static func normalise(_ name: Span<UInt8>, into key: inout [UInt8]) {
    key.removeAll(keepingCapacity: true)
    var kept = KeptBytes()
    // Nothing begins with a blank, and none follows another.
    var isBehindBlank = true
    var start = 0
    while start < name.count {
      let length = min(8, name.count - start)
      let bytes = KeyBytes(word: name.word(at: start, count: length))
      let (letters, blanks) = (bytes.letters, bytes.blanks)
      let capitals = bytes.capitals(letters)
      let names = letters | bytes.digits | bytes.word & KeyBytes.high
      let isPlain = names | blanks == KeyBytes.marks(of: length) && blanks & blanks << 8 == 0
      if isPlain, !isBehindBlank || blanks & 0x80 == 0 {
        kept.append(capitals, count: length)
        isBehindBlank = blanks >> UInt64(8 * (length - 1)) & 0x80 != 0
      } else {
        for place in stride(from: 0, to: 8 * length, by: 8) {
          let byte = UInt8(truncatingIfNeeded: capitals >> UInt64(place))
          if names >> UInt64(place) & 0x80 != 0 {
            kept.append(byte)
            isBehindBlank = false
          } else if byte != UInt8(ascii: "'"), !isBehindBlank {
            kept.append(UInt8(ascii: " "))
            isBehindBlank = true
          }
        }
      }
      start += length
      if kept.count > 56 { kept.flush(to: &key) }
    }
    kept.flush(to: &key)
    if key.last == UInt8(ascii: " ") { key.removeLast() }
  }

  /// A name of two letters names nobody.
  static func isTelling(_ key: [UInt8]) -> Bool { isTelling(key.span) }

  static func isTelling(_ key: Span<UInt8>) -> Bool {
    var letters = 0
    for place in key.indices where !key[place].isDigit && key[place] != UInt8(ascii: " ") {
      letters += 1
      if letters == 3 { return true }
    }
    return false
  }

  /// Shorter than this, an account is a filler.
  static let leastAccountLength = 4

  static func normaliseAccount(_ account: Span<UInt8>, into key: inout [UInt8]) {
    key.removeAll(keepingCapacity: true)
    key.appendKeyBytes(of: account)
  }
}

extension TextArena {
  /// The non-empty parts of a cell that joins several by `|`.
  func forEachPart(of slice: TextSlice, _ body: (Span<UInt8>) -> Void) {
    let text = span(slice)
    var start = 0
    for index in 0...text.count where index == text.count || text[index] == UInt8(ascii: "|") {
      if index > start { body(text.extracting(start..<index)) }
      start = index + 1
    }
  }
}

/// Payers that will soon be looked up.
struct PayersAhead {
  private var accounts = KeysAhead()
  private var names = KeysAhead()
  private var aliases = KeysAhead()

  /// - Parameter tags: what `askedTags` of the index gave.
  mutating func append(_ tags: (account: UInt64?, name: UInt64?, alias: UInt64?)) {
    accounts.append(tags.account)
    names.append(tags.name)
    aliases.append(tags.alias)
  }

  mutating func fetchSlots(in payers: PayerIndex) {
    accounts.fetchSlots(in: payers.accounts)
    names.fetchSlots(in: payers.names)
    aliases.fetchSlots(in: payers.aliases)
  }

  func fetchRests(in payers: PayerIndex) {
    names.fetchRests(in: payers.names)
    aliases.fetchRests(in: payers.aliases)
    accounts.fetchRests(in: payers.accounts)
  }
}
