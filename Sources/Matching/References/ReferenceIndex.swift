import CashModel

/// All numbers under which an open (or closed) item may be quoted.
struct ReferenceIndex: Sendable {
  /// Invoice ids and document numbers, whole.
  private(set) var documents = ByteKeyIndex()
  /// Their digits alone, where letters stand before them.
  private(set) var tails = ByteKeyIndex()
  /// Other numbers: `references`, purchase orders.
  private(set) var others = ByteKeyIndex()
  private(set) var shapes = NumberShapes()
  private let items: OpenItemTable

  init(_ items: OpenItemTable) {
    self.init(documentsOf: items)
    setOthers(ReferenceIndex.others(of: items))
    finish([shortNumbers(of: 0..<items.count)])
  }

  /// What items are called, without their other numbers, which `setOthers` adds, and without what payers leave of them, which `finish`
  /// adds.
  init(documentsOf items: OpenItemTable) {
    var key = ReferenceKey()
    var new = (documents: KeysToEnter(), tails: KeysToEnter())
    self.items = items
    documents.reserve(items.count)
    for row in 0..<items.count {
      ReferenceIndex.fetchAhead(row, items)
      let number = Int32(row)
      let (document, invoice) = (items[row].documentNumber, items[row].invoiceID)
      key.set(items.arena.span(document))
      insertDocument(key, row: number, &new)
      // One number under two names counts twice in what numbers look like, once as a document.
      if document != invoice { key.set(items.arena.span(invoice)) }
      insertDocument(key, row: number, &new, isKnown: document == invoice)
    }
    new.documents.enter(into: &documents)
    new.tails.enter(into: &tails)
    documents.seal()
  }

  mutating func setOthers(_ others: ByteKeyIndex) { self.others = others }

  /// - Parameter numbers: of all items, in order, as they were before any was entered.
  mutating func finish(_ numbers: [ShortNumbers]) {
    tails.reserve(tails.count + numbers.reduce(0) { $0 + $1.count })
    var new = KeysToEnter()
    for run in numbers { run.forEach { new.append($0, row: $1, to: &tails) } }
    new.enter(into: &tails)
    tails.seal()
    shapes.seal()
  }

  static func others(of items: OpenItemTable) -> ByteKeyIndex {
    var index = ByteKeyIndex()
    var new = KeysToEnter()
    var key = ReferenceKey()
    index.reserve(items.rows.count { !$0.poNumber.isEmpty || !$0.references.isEmpty })
    for row in 0..<items.count {
      fetchAhead(row, items)
      insertOthers(of: items[row].references, in: items.arena, row: Int32(row), &key, &new, into: &index)
      key.set(items.arena.span(items[row].poNumber))
      if ReferenceIndex.isTelling(key) { new.append(key.bytes.span, row: Int32(row), to: &index) }
    }
    new.enter(into: &index)
    index.seal()
    return index
  }

  private mutating func insertDocument(
    _ key: ReferenceKey, row: Int32, _ new: inout (documents: KeysToEnter, tails: KeysToEnter), isKnown: Bool = false
  ) {
    guard key.bytes.count >= ReferenceKey.leastLength, key.hasDigit else { return }
    shapes.learn(key)
    if isKnown { return }
    new.documents.append(key.bytes.span, row: row, to: &documents)
    if let start = key.tailStart, key.bytes.count - start >= ReferenceKey.leastLength {
      new.tails.append(key.bytes.span.extracting(start..<key.bytes.count), row: row, to: &tails)
    }
  }

  /// What all own numbers of a shape begin with, `2024` or `09000`, payers leave out: the rest is a tail, too, where it is
  /// long enough and no other number of an item.
  func shortNumbers(of rows: Range<Int>) -> ShortNumbers {
    var numbers = ShortNumbers()
    let constant = shapes.constantParts()
    guard !constant.isEmpty else { return numbers }
    var (key, rest) = (ReferenceKey(), ReferenceKey())
    var (last, lastLength): ([UInt8], Int?) = ([], nil)
    for row in rows {
      ReferenceIndex.fetchAhead(row, items)
      key.set(items.arena.span(items[row].documentNumber))
      // Numbers of one shape often follow each other.
      if last.isEmpty || !NumberShapes.isName(last, of: key) {
        (last, lastLength) = NumberShapes.name(of: key).map { ($0, constant[$0]) } ?? ([], nil)
      }
      guard let length = lastLength, key.number != nil else { continue }
      // The rest keeps five digits, though all may begin alike.
      let start = min(key.prefixLength + length, key.bytes.count - ReferenceIndex.leastRest)
      guard start > key.prefixLength else { continue }
      rest.set(key.bytes.span.extracting(start..<key.bytes.count))
      guard rest.bytes.count >= ReferenceIndex.leastRest, documents.find(rest.bytes.span) == nil,
        tails.find(rest.bytes.span) == nil, others.find(rest.bytes.span) == nil
      else { continue }
      numbers.append(rest.bytes.span, row: Int32(row))
    }
    return numbers
  }

  private static let leastRest = 5

  /// Asks for the numbers of an item some rows further on.
  private static func fetchAhead(_ row: Int, _ items: OpenItemTable) {
    if row + 16 < items.count { items.arena.fetchAhead(items[row + 16].invoiceID) }
  }

  /// Asks for the item of a hit, which will be looked at once the text is read.
  func fetchAhead(_ hit: KeyHit) { hit.onlyRow.map { items.fetchAhead(Int($0)) } }

  /// Whether an item of the hit is called just like this, separators included.
  func isVerbatim(_ token: Span<UInt8>, in hit: KeyHit) -> Bool {
    for row in documents.rows(of: hit) {
      let number = items.arena.span(items[Int(row)].documentNumber)
      if number.count == token.count, number.indices.allSatisfy({ number[$0] == token[$0] }) { return true }
    }
    return false
  }

  private static func isTelling(_ key: ReferenceKey) -> Bool {
    key.bytes.count >= ReferenceKey.leastOtherLength && key.digitCount > 2
  }

  private static func insertOthers(
    of slice: TextSlice, in arena: TextArena, row: Int32, _ key: inout ReferenceKey, _ new: inout KeysToEnter,
    into others: inout ByteKeyIndex
  ) {
    let text = arena.span(slice)
    var start = 0
    for index in 0...text.count where index == text.count || text[index] == UInt8(ascii: "|") {
      key.set(text.extracting(start..<index))
      if ReferenceIndex.isTelling(key) { new.append(key.bytes.span, row: row, to: &others) }
      // Payers quote a creditor reference with its frame and without.
      if let national = CheckedReference.nationalPart(of: key.bytes[...]) {
        key.set(Array(national).span)
        if ReferenceIndex.isTelling(key) { new.append(key.bytes.span, row: row, to: &others) }
      }
      start = index + 1
    }
  }
}

/// What payers may leave of items' numbers, one behind the other.
package struct ShortNumbers: Sendable {
  private var bytes: [UInt8] = []
  private var entries: [(end: Int, row: Int32)] = []

  fileprivate var count: Int { entries.count }

  fileprivate mutating func append(_ number: Span<UInt8>, row: Int32) {
    for place in number.indices { bytes.append(number[place]) }
    entries.append((bytes.count, row))
  }

  fileprivate func forEach(_ body: (Span<UInt8>, Int32) -> Void) {
    var start = 0
    for (end, row) in entries {
      body(bytes.span.extracting(start..<end), row)
      start = end
    }
  }
}

/// What the company's own numbers look like, learned from its open items: so that a number in a payer's text that is
/// no open item's can be told from a telephone number or one of the payer's own.
///
/// Of each shape, prefix letters and number of digits, numbers are counted in blocks of 1,024. Most of a company's open
/// items stand in one stretch of its numbers; single old ones, or another series, must not make all that lies between
/// them look like ours.
struct NumberShapes: Sendable {
  private struct Shape: Sendable {
    let name: [UInt8]
    var blocks: [UInt64: Int] = [:]
    /// The blocks that most numbers stand in, the outermost fiftieth on either side left out.
    var low: UInt64 = 0
    var high: UInt64 = 0
    /// The first number learned, and how many of its digits all others begin with.
    var first: [UInt8] = []
    var shared = 0
    var count = 0
  }

  private var shapes: [Shape] = []
  private var places: [[UInt8]: Int] = [:]
  /// Numbers of one shape often follow each other.
  private var last = 0

  mutating func learn(_ key: ReferenceKey) {
    guard let value = key.number else { return }
    if shapes.isEmpty || !NumberShapes.isName(shapes[last].name, of: key) {
      let name = NumberShapes.shapeName(of: key)
      last = places[name] ?? shapes.count
      if last == shapes.count {
        let digits = Array(key.bytes[key.prefixLength...])
        shapes.append(Shape(name: name, first: digits, shared: digits.count))
        places[name] = last
      }
    }
    shapes[last].blocks[value / NumberShapes.blockSize, default: 0] += 1
    shapes[last].count += 1
    var shared = 0
    while shared < shapes[last].shared, shapes[last].first[shared] == key.bytes[key.prefixLength + shared] {
      shared += 1
    }
    shapes[last].shared = shared
  }

  /// By shape, how many digits all of its numbers begin with; only of shapes with enough numbers to tell.
  func constantParts() -> [[UInt8]: Int] {
    let telling = shapes.filter { $0.count >= NumberShapes.leastLearned && $0.shared >= NumberShapes.leastShared }
    return Dictionary(uniqueKeysWithValues: telling.map { ($0.name, $0.shared) })
  }

  static func name(of key: ReferenceKey) -> [UInt8]? { key.number == nil ? nil : shapeName(of: key) }

  private static let leastLearned = 32
  /// A digit or two that all numbers begin with is no part that payers leave out.
  private static let leastShared = 3

  /// Finds where most numbers of each shape stand; call once, after the last `learn`.
  mutating func seal() {
    for (place, shape) in shapes.enumerated() {
      let blocks = shape.blocks.sorted { $0.key < $1.key }
      let count = blocks.reduce(0) { $0 + $1.value }
      shapes[place].low = NumberShapes.block(after: count / 50, in: blocks)
      shapes[place].high = NumberShapes.block(after: count - 1 - count / 50, in: blocks)
    }
  }

  /// The block of the number of this rank.
  private static func block(after rank: Int, in blocks: [(key: UInt64, value: Int)]) -> UInt64 {
    var rest = rank
    for block in blocks {
      rest -= block.value
      if rest < 0 { return block.key }
    }
    return blocks[blocks.count - 1].key
  }

  /// True where the key has the letters and the length of own numbers; of numbers without letters, where it lies among
  /// most of them too, or as far below as they lie apart, invoices that were paid before, or a part of that above, those
  /// written since the extract. Next to any own number is also among them.
  func looksLikeOurs(_ key: ReferenceKey) -> Bool {
    guard let value = key.number, let place = place(of: key) else { return false }
    let shape = shapes[place]
    if key.prefixLength > 0 { return true }
    let block = value / NumberShapes.blockSize
    if shape.blocks[block] != nil { return true }
    let span = max(shape.high - shape.low, 1)
    let low = shape.low > span ? shape.low - span : 0
    return block >= low && block <= shape.high + max(span / NumberShapes.shareAhead, 1)
  }

  /// Most companies have a handful of shapes.
  private func place(of key: ReferenceKey) -> Int? {
    if shapes.count > NumberShapes.handful { return places[NumberShapes.shapeName(of: key)] }
    return shapes.indices.first { NumberShapes.isName(shapes[$0].name, of: key) }
  }

  private static let handful = 16

  /// The letters before the digits, and how many digits there are.
  private static func shapeName(of key: ReferenceKey) -> [UInt8] {
    Array(key.bytes[..<key.prefixLength]) + [UInt8(key.bytes.count - key.prefixLength)]
  }

  fileprivate static func isName(_ name: [UInt8], of key: ReferenceKey) -> Bool {
    guard name.count == key.prefixLength + 1, Int(name[key.prefixLength]) == key.bytes.count - key.prefixLength else {
      return false
    }
    for place in 0..<key.prefixLength where name[place] != key.bytes[place] { return false }
    return true
  }

  private static let blockSize: UInt64 = 1_024
  /// Open items reach back some months; an extract is never older than a quarter of that, so that a number further
  /// ahead has not been given yet.
  private static let shareAhead: UInt64 = 4
}
