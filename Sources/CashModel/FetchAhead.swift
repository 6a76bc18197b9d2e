internal import CLinux

// A payment names an item that may lie anywhere in a gigabyte of memory, and what a look there costs is the wait for it, as long as
// five hundred instructions. Which items the next payments name is known: they are asked for some payments ahead, all on their way at
// once, and are at hand when their turn comes. Asking changes nothing and never fails.

extension Array {
  /// Asks for an element that will be looked at soon; a number of none asks for nothing.
  @inlinable public func fetchAhead(_ index: Int) {
    guard indices.contains(index) else { return }
    unsafe withUnsafeBufferPointer { buffer in
      guard let base = unsafe UnsafeRawPointer(buffer.baseAddress) else { return }
      unsafe CashModel.fetchAhead(base + index * MemoryLayout<Element>.stride, MemoryLayout<Element>.size)
    }
  }
}

/// Asks for the lines of memory in which so many bytes lie.
@usableFromInline func fetchAhead(_ address: UnsafeRawPointer, _ count: Int) {
  unsafe tieout_prefetch(address)
  // What is longer than a line may begin anywhere in its first one.
  var place = 64
  while place < count {
    unsafe tieout_prefetch(address + place)
    place += 64
  }
}

/// How many payments are asked for at once, and then worked on.
public enum FetchAhead {
  public static let payments = 256

  /// The runs of so many.
  public static func runs(of rows: Range<Int>) -> some Sequence<Range<Int>> {
    stride(from: rows.lowerBound, to: rows.upperBound, by: payments).lazy.map {
      $0..<Swift.min($0 + payments, rows.upperBound)
    }
  }
}
