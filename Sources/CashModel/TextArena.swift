/// Where a piece of text stands in a `TextArena`: offset and length in bytes.
public struct TextSlice: Hashable, Sendable {
  public let offset: UInt32
  public let length: UInt32

  @inlinable public init(offset: UInt32, length: UInt32) {
    self.offset = offset
    self.length = length
  }

  @inlinable public static var empty: TextSlice { TextSlice(offset: 0, length: 0) }

  @inlinable public var isEmpty: Bool { length == 0 }

  @inlinable public var range: Range<Int> { Int(offset)..<Int(offset) + Int(length) }
}

/// All text of one table, end to end in one array of UTF-8 bytes; at most 4 GiB.
public struct TextArena: Sendable {
  public private(set) var bytes: [UInt8] = []

  public init() {}

  public mutating func reserve(_ count: Int) { bytes.reserveInLargePages(count) }

  /// Appends a copy of `text`. The arena is full at 4 GiB, which a precondition states: readers refuse inputs of
  /// more than `TextArena.capacity` bytes before they begin.
  public mutating func append(_ text: Span<UInt8>) -> TextSlice {
    guard text.count > 0 else { return .empty }
    let start = bytes.count
    precondition(start + text.count <= TextArena.capacity, "an arena holds 4 GiB of text")
    // One copy of the whole; byte by byte costs ten times as much. The buffer is only read while it is borrowed.
    unsafe text.withUnsafeBufferPointer { buffer in unsafe bytes.append(contentsOf: buffer) }
    return TextSlice(offset: UInt32(start), length: UInt32(text.count))
  }

  public mutating func append(_ text: String) -> TextSlice {
    var text = text
    return text.withUTF8 { buffer in append(unsafe Span(_unsafeElements: buffer)) }
  }

  /// Appends all of another arena; its slices then stand `shift` bytes further on.
  public mutating func append(contentsOf other: TextArena) -> UInt32 {
    let shift = bytes.count
    precondition(shift + other.bytes.count <= TextArena.capacity, "an arena holds 4 GiB of text")
    bytes.append(contentsOf: other.bytes)
    return UInt32(shift)
  }

  @inlinable @_lifetime(borrow self)
  public func span(_ slice: TextSlice) -> Span<UInt8> { bytes.span.extracting(slice.range) }

  /// Asks for the beginning of a text that will be read soon.
  @inlinable public func fetchAhead(_ slice: TextSlice) { bytes.fetchAhead(Int(slice.offset)) }

  public func string(_ slice: TextSlice) -> String { String(decoding: bytes[slice.range], as: UTF8.self) }

  /// Byte order; shorter first where one is the other's beginning.
  public func precedes(_ left: TextSlice, _ right: TextSlice) -> Bool {
    compare(left, right) < 0
  }

  public func equal(_ left: TextSlice, _ right: TextSlice) -> Bool {
    span(left).isSame(as: span(right))
  }

  /// Whether a text of this arena is one of another.
  public func equal(_ own: TextSlice, _ text: TextSlice, of other: TextArena) -> Bool {
    span(own).isSame(as: other.span(text))
  }

  /// A hash of the text, the same in every arena.
  public func print(_ slice: TextSlice) -> UInt64 { Fingerprint(of: span(slice)).low }

  /// Negative, zero or positive as `left` stands before, is equal to, or stands after `right` in byte order.
  public func compare(_ left: TextSlice, _ right: TextSlice) -> Int {
    let first = Int(left.offset)
    let second = Int(right.offset)
    let common = Int(min(left.length, right.length))
    for index in 0..<common {
      let (a, b) = (bytes[first + index], bytes[second + index])
      if a != b { return Int(a) - Int(b) }
    }
    return Int(left.length) - Int(right.length)
  }

  public static let capacity = Int(UInt32.max)
}

extension TextSlice {
  public func shifted(by shift: UInt32) -> TextSlice {
    isEmpty ? .empty : TextSlice(offset: offset + shift, length: length)
  }
}
