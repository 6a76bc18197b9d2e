internal import Glibc

// A table of many megabytes that is looked into at random costs two ways into memory a look-up: one for the data, one for
// where the page lies. In pages of two megabytes instead of four kilobytes the second is nearly always at hand. Linux gives
// them where `/sys/kernel/mm/transparent_hugepage/enabled` is not `never`; else nothing changes.

extension Array {
  /// A table to be looked into at random, in large pages where the system gives them.
  @inlinable public init(inLargePages count: Int, repeating value: Element) {
    unsafe self.init(unsafeUninitializedCapacity: count) { buffer, used in
      unsafe LargePages.ask(for: UnsafeMutableRawBufferPointer(buffer))
      unsafe buffer.initialize(repeating: value)
      used = count
    }
  }

  /// What a function makes of each place; in large pages where it is large enough for them to pay.
  @inlinable public init(inLargePages count: Int, by element: (Int) -> Element) {
    unsafe self.init(unsafeUninitializedCapacity: count) { buffer, used in
      unsafe LargePages.ask(for: UnsafeMutableRawBufferPointer(buffer), ofAtLeast: LargePages.worthwhile)
      while used < count {
        unsafe buffer.initializeElement(at: used, to: element(used))
        used += 1
      }
    }
  }

  /// Room for so many elements; in large pages where it is large enough for them to pay.
  @inlinable public mutating func reserveInLargePages(_ count: Int) {
    if count <= capacity { return }
    reserveCapacity(count)
    let (used, room) = (self.count * MemoryLayout<Element>.stride, count * MemoryLayout<Element>.stride)
    // What is asked for lies within the room that was just made.
    unsafe withUnsafeMutableBufferPointer { buffer in
      guard let base = UnsafeMutableRawPointer(buffer.baseAddress) else { return }
      let memory = unsafe UnsafeMutableRawBufferPointer(start: base + used, count: room - used)
      unsafe LargePages.ask(for: memory, ofAtLeast: LargePages.worthwhile)
    }
  }
}

@usableFromInline enum LargePages {
  /// Smaller tables lie in the cache, or are a part's and soon given back: clearing large pages for them costs more than it brings.
  @usableFromInline static let worthwhile = 32 << 20
  @usableFromInline static let leastAtRandom = 4 << 20
  private static let smallPage = 4_096

  /// Asks for large pages behind memory that nothing was written to yet. What the system answers changes no content.
  @usableFromInline static func ask(
    for memory: UnsafeMutableRawBufferPointer, ofAtLeast least: Int = LargePages.leastAtRandom
  ) {
    guard memory.count >= least, let base = memory.baseAddress else { return }
    let address = Int(bitPattern: base)
    let first = (address + smallPage - 1) / smallPage * smallPage
    let end = (address + memory.count) / smallPage * smallPage
    // Whole pages within memory that is ours.
    _ = unsafe madvise(base + (first - address), end - first, MADV_HUGEPAGE)
  }
}
