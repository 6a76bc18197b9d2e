import Glibc

// A table of many megabytes that is looked into at random costs two ways into memory a look-up: one for the data, one for
// where the page lies. In pages of two megabytes instead of four kilobytes the second is nearly always at hand. Linux gives
// them where `/sys/kernel/mm/transparent_hugepage/enabled` is not `never`; else nothing changes.

extension Array {
  /// A table to be looked into at random, in large pages where the system gives them.
  public init(inLargePages count: Int, repeating value: Element) {
    unsafe self.init(unsafeUninitializedCapacity: count) { buffer, used in
      unsafe LargePages.ask(for: UnsafeMutableRawBufferPointer(buffer))
      unsafe buffer.initialize(repeating: value)
      used = count
    }
  }
}

enum LargePages {
  static let size = 2 << 20
  private static let smallPage = 4_096

  /// Asks for large pages behind memory that nothing was written to yet. What the system answers changes no content.
  static func ask(for memory: UnsafeMutableRawBufferPointer) {
    guard memory.count >= 2 * size, let base = memory.baseAddress else { return }
    let address = Int(bitPattern: base)
    let first = (address + smallPage - 1) / smallPage * smallPage
    let end = (address + memory.count) / smallPage * smallPage
    // Whole pages within memory that is ours.
    _ = unsafe madvise(base + (first - address), end - first, MADV_HUGEPAGE)
  }
}
