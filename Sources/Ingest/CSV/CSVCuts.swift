/// Where a large file of rows is cut, so that it is read side by side.
///
/// Where a row begins, only what stands before it says: a line's beginning may lie within quotes. So a part is taken for one only where the
/// rows of the part before it, read from where rows begin for certain, end just where it begins.
package enum CSVCuts {
  /// Parts of at least some bytes, each from the beginning of a line on; one where there are no others.
  package static func ranges(of bytes: Span<UInt8>, atLeast size: Int) -> [Range<Int>] {
    var starts = [0]
    var next = size
    while next <= bytes.count - size {
      while next < bytes.count, bytes[next - 1] != 0x0A { next += 1 }
      guard next < bytes.count else { break }
      starts.append(next)
      next += size
    }
    return zip(starts, starts.dropFirst() + [bytes.count]).map { $0..<$1 }
  }
}
