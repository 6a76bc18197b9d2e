import CashModel

/// Finds payer, payer's account and numbers in a transaction's text. What is found stands as slices of the text
/// itself, which stays whole.
enum BAI2Payer {
  private struct Found {
    var name: Range<Int>?
    var account: Range<Int>?
    var sender: Range<Int>?
    var agent: Range<Int>?
    var endToEndID: Range<Int>?
    /// Numbers kept with the transaction, in order of reading.
    var numbers: [(kind: Identifier.Kind, value: Range<Int>)] = []
    var reason: Range<Int>?
    var original: Range<Int>?
  }

  static func find(
    in table: inout PaymentTable, typeCode: Int, tags: RemittanceTags, for record: inout PaymentRecord
  ) {
    let remittance = record.remittance
    guard !remittance.isEmpty else { return }
    let isCredit = record.direction == .credit
    var found = Found()
    scan(table.arena.span(remittance), tags, into: &found)
    if isCredit, found.name == nil, found.sender == nil, isACH(typeCode) {
      found.name = nameBeforeDescription(table.arena.span(remittance))
    }
    func slice(_ range: Range<Int>) -> TextSlice {
      TextSlice(offset: remittance.offset + UInt32(range.lowerBound), length: UInt32(range.count))
    }
    // In a debit the originator is ourselves.
    if isCredit {
      if let name = found.name ?? found.sender { record.payerName = slice(name) }
      if let agent = found.agent { record.payerAgent = slice(agent) }
      if let account = found.account {
        record.payerAccount = withoutBlanks(slice(account), in: &table.arena)
      }
    }
    if let id = found.endToEndID, !isNotProvided(table.arena.span(slice(id))) { record.endToEndID = slice(id) }
    for (kind, value) in found.numbers { table.appendIdentifier(kind, slice(value)) }
    table.appendX12(of: &record)
    if record.transactionClass == .return {
      if let reason = found.reason { record.returnReason = slice(reason) }
      if let original = found.original {
        // Banks do not say whose reference it is.
        table.appendIdentifier(.originalEndToEndID, slice(original))
        table.appendIdentifier(.originalBankReference, slice(original))
      }
    }
  }

  private static func isACH(_ typeCode: Int) -> Bool {
    switch typeCode {
    case 142, 143, 155, 156, 164, 165, 166, 169: true
    default: false
    }
  }

  // MARK: Scanning

  private static func scan(_ text: Span<UInt8>, _ tags: RemittanceTags, into found: inout Found) {
    var open: (role: RemittanceTagRole, start: Int)?
    var isLockboxLine = false
    var index = 0
    while index < text.count {
      let byte = text[index]
      if byte == 0x0A {
        if let tag = open { keep(trimmed(text, tag.start, index), of: tag.role, text, in: &found) }
        open = nil
        isLockboxLine = false
        index += 1
        continue
      }
      let isWord = isWordByte(byte)
      if isWord ? index == 0 || !isWordByte(text[index - 1]) : byte == UInt8(ascii: "{"), index + 1 < text.count,
        tags.mayBegin(with: byte, text[index + 1], index + 2 < text.count ? text[index + 2] : 0),
        let (tag, valueStart) = tag(in: text, at: index, tags, isLockboxLine: isLockboxLine)
      {
        if let before = open { keep(trimmed(text, before.start, index), of: before.role, text, in: &found) }
        open = (tag.role, valueStart)
        if !tag.needsSeparator || tag.role == .chequeNumber { isLockboxLine = true }
        index = valueStart
        continue
      }
      index += 1
      // No tag begins within a word.
      if isWord { while index < text.count, isWordByte(text[index]) { index += 1 } }
    }
    if let tag = open { keep(trimmed(text, tag.start, text.count), of: tag.role, text, in: &found) }
  }

  /// The tag that stands here, and where its value starts.
  private static func tag(
    in text: Span<UInt8>, at start: Int, _ tags: RemittanceTags, isLockboxLine: Bool
  ) -> (RemittanceTag, Int)? {
    guard start + 1 < text.count else { return nil }
    let next = text.capitals(at: start)
    for number in tags.candidates(for: text[start], text[start + 1]) {
      guard let tag = tags.tag(number, in: text, at: start, next) else { continue }
      var end = start + tag.length
      if tag.isBraced { return (tag, end) }
      if tag.needsSeparator {
        while end < text.count, text[end] == 0x20 { end += 1 }
        guard end < text.count, text[end] == UInt8(ascii: ":") || text[end] == UInt8(ascii: "=") else { continue }
        if text[end] == UInt8(ascii: ":"), end + 1 < text.count, text[end + 1] == UInt8(ascii: "=") { end += 1 }
        return (tag, end + 1)
      }
      let blank = end
      while end < text.count, endsTag(text[end]) { end += 1 }
      guard end < text.count, end > blank || !isWordByte(text[end - 1]) else { continue }
      switch tag.role {
      case .payerName: guard isLockboxLine else { continue }
      default: guard isBAI2Digit(text[end]) || text[end] == UInt8(ascii: "#") else { continue }
      }
      return (tag, end)
    }
    return nil
  }

  private static func matches(_ words: [UInt8], _ text: Span<UInt8>, at start: Int) -> Bool {
    guard start + words.count <= text.count else { return false }
    for index in words.indices where upper(text[start + index]) != words[index] { return false }
    return true
  }

  private static func keep(
    _ value: Range<Int>, of role: RemittanceTagRole, _ text: Span<UInt8>, in found: inout Found
  ) {
    guard !value.isEmpty else { return }
    switch role {
    case .payerName: found.name = found.name ?? value
    case .payer:
      let (account, name) = accountAndName(value, text)
      found.account = found.account ?? account
      found.name = found.name ?? name
    case .sender: found.sender = found.sender ?? accountAndName(value, text).name
    case .payerAccount: found.account = found.account ?? accountAlone(value, text)
    case .payerAgent: found.agent = found.agent ?? value
    case .endToEndID: found.endToEndID = found.endToEndID ?? value
    case .chequeNumber:
      if !found.numbers.contains(where: { $0.kind == .chequeNumber }), let number = leadingNumber(value, text) {
        found.numbers.append((.chequeNumber, number))
      }
    case .customerReference, .transactionID, .clearingReference, .uetr, .mandateID:
      if let kind = role.identifier, found.numbers.count < 16 { found.numbers.append((kind, value)) }
    case .returnReason: found.reason = found.reason ?? value
    case .original: found.original = found.original ?? value
    case .other: break
    }
  }

  // MARK: Values

  /// Splits `/ACCOUNT NAME`; without the slash all of it is a name, if it holds a letter.
  private static func accountAndName(
    _ value: Range<Int>, _ text: Span<UInt8>
  ) -> (account: Range<Int>?, name: Range<Int>?) {
    var nameStart = value.lowerBound
    var account: Range<Int>?
    if text[nameStart] == UInt8(ascii: "/") {
      while nameStart < value.upperBound, text[nameStart] == UInt8(ascii: "/") { nameStart += 1 }
      let start = nameStart
      while nameStart < value.upperBound, text[nameStart] != 0x20 { nameStart += 1 }
      if nameStart > start { account = start..<nameStart }
    }
    let name = trimmed(text, nameStart, value.upperBound)
    return (account, name.contains { isLetter(text[$0]) } ? name : nil)
  }

  /// An account up to the first blank; one that starts like an IBAN goes on over its blanks.
  private static func accountAlone(_ value: Range<Int>, _ text: Span<UInt8>) -> Range<Int>? {
    var start = value.lowerBound
    while start < value.upperBound, text[start] == UInt8(ascii: "/") { start += 1 }
    let isIBAN =
      value.upperBound - start > 4 && isLetter(text[start]) && isLetter(text[start + 1])
      && isBAI2Digit(text[start + 2]) && isBAI2Digit(text[start + 3])
    var end = start
    while end < value.upperBound, text[end] != 0x20 || isIBAN { end += 1 }
    return start < end ? start..<end : nil
  }

  private static func leadingNumber(_ value: Range<Int>, _ text: Span<UInt8>) -> Range<Int>? {
    var start = value.lowerBound
    if text[start] == UInt8(ascii: "#") { start += 1 }
    while start < value.upperBound, text[start] == 0x20 { start += 1 }
    var end = start
    while end < value.upperBound, isBAI2Digit(text[end]) { end += 1 }
    return start < end ? start..<end : nil
  }

  private static func withoutBlanks(_ slice: TextSlice, in arena: inout TextArena) -> TextSlice {
    guard arena.bytes[slice.range].contains(0x20) else { return slice }
    let joined = arena.bytes[slice.range].filter { $0 != 0x20 }
    return arena.append(joined.span)
  }

  /// The first line up to an entry description, which must not open the line.
  private static func nameBeforeDescription(_ text: Span<UInt8>) -> Range<Int>? {
    var index = 0
    while index < text.count, text[index] != 0x0A {
      defer { index += 1 }
      guard index > 2, text[index - 1] == 0x20, isLetter(text[index]) else { continue }
      for words in ACHWords.entryDescriptions where matches(words, text, at: index) && words[0] == text[index] {
        let end = index + words.count
        guard end == text.count || !isWordByte(text[end]) else { continue }
        let name = trimmed(text, 0, index)
        return namesSomebody(name, text) ? name : nil
      }
    }
    return nil
  }

  /// Whether a word is neither a number nor one of those that every bank prints.
  private static func namesSomebody(_ name: Range<Int>, _ text: Span<UInt8>) -> Bool {
    var start = name.lowerBound
    while start < name.upperBound {
      var end = start
      while end < name.upperBound, text[end] != 0x20 { end += 1 }
      let isNameless = ACHWords.namelessWords.contains { $0.count == end - start && matches($0, text, at: start) }
      if !isNameless, (start..<end).contains(where: { isLetter(text[$0]) }) { return true }
      start = end + 1
    }
    return false
  }

  private static func isNotProvided(_ text: Span<UInt8>) -> Bool {
    text.count == placeholder.count && matches(placeholder, text, at: 0)
  }

  private static let placeholder = Array("NOTPROVIDED".utf8)

  private static func trimmed(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Range<Int> {
    var (start, end) = (start, end)
    while start < end, isSeparator(text[start]) { start += 1 }
    while end > start, isSeparator(text[end - 1]) { end -= 1 }
    return start..<end
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    isBAI2Blank(byte) || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "\"")
  }

  private static func endsTag(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "=")
  }

  private static func upper(_ byte: UInt8) -> UInt8 { byte >= 0x61 && byte <= 0x7A ? byte - 0x20 : byte }

  private static func isLetter(_ byte: UInt8) -> Bool { byte >= 0x80 || (byte & 0xDF) &- 0x41 < 26 }

  private static func isWordByte(_ byte: UInt8) -> Bool { isLetter(byte) || isBAI2Digit(byte) }
}
