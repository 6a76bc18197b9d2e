extension Span where Element == UInt8 {
  /// The eight bytes from `start` on, which must be there, the first in the lowest byte.
  @inlinable public func word(at start: Int) -> UInt64 {
    precondition(start >= 0 && start <= count - 8, "a word is read within the bytes")
    // Within the span, as just seen; the load asks for no alignment.
    return unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: start, as: UInt64.self))
  }

  /// At most eight bytes from `start` on, the first in the lowest byte, zeros above the last.
  @inlinable public func word(at start: Int, count length: Int) -> UInt64 {
    precondition(start >= 0 && length >= 0 && length <= 8 && start <= count - length, "a word is read within the bytes")
    if length == 8 { return word(at: start) }
    // Two halves that overlap, of four or of two bytes; they lie within what was just seen, and the loads ask for no alignment.
    if length >= 4 {
      let first = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: start, as: UInt32.self)
      let last = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: start &+ length &- 4, as: UInt32.self)
      return UInt64(UInt32(littleEndian: first)) | UInt64(UInt32(littleEndian: last)) &<< UInt64(8 &* (length &- 4))
    }
    if length >= 2 {
      let first = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: start, as: UInt16.self)
      let last = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: start &+ length &- 2, as: UInt16.self)
      return UInt64(UInt16(littleEndian: first)) | UInt64(UInt16(littleEndian: last)) &<< UInt64(8 &* (length &- 2))
    }
    return length == 1 ? UInt64(self[start]) : 0
  }

  /// Whether both are the same bytes.
  @inlinable public func isSame(as other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    var place = 0
    while place <= count - 8 {
      if word(at: place) != other.word(at: place) { return false }
      place += 8
    }
    return word(at: place, count: count - place) == other.word(at: place, count: count - place)
  }
}
