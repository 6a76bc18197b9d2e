internal import Glibc

// A run over ten million payments takes gigabytes, and a fifth of it is spent on what the system does for each page that is used first.
// So it asks for large pages before it needs them. What is given back in between the allocator keeps for some seconds.

/// The memory that a large run will hold.
package enum HeldMemory {
  /// Asks for large pages behind the memory that a run over large inputs will take. None of it is taken yet.
  ///
  /// - Parameter inputBytes: the size of all input files.
  package static func expect(inputBytes: Int) {
    guard inputBytes >= leastInput, !isAddressSpaceLimited else { return }
    // Where memory is promised only as far as it is there, others need some, too.
    let size = blockSize
    let count = min(inputBytes / size * perInputByte, sysconf(Int32(_SC_PHYS_PAGES)) / 2 * pageSize / size)
    var blocks: [UnsafeMutableRawBufferPointer] = unsafe []
    while unsafe blocks.count < count, let block = unsafe malloc(size) {
      unsafe blocks.append(UnsafeMutableRawBufferPointer(start: block, count: size))
    }
    // Nobody has written to them; they are given back as they came.
    for place in 0..<(unsafe blocks.count) { unsafe LargePages.ask(for: blocks[place]) }
    for place in 0..<(unsafe blocks.count) { unsafe free(blocks[place].baseAddress) }
  }

  private static let blockSize = 1 << 29
  /// Whether `ulimit -v` holds: what is asked for ahead would be missing where files are mapped.
  private static var isAddressSpaceLimited: Bool {
    var limit = rlimit()
    return unsafe getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 && limit.rlim_cur != rlim_t.max
  }

  /// Below this, large pages cost as much as they bring.
  private static let leastInput = 1 << 30
  /// As measured over 10⁷ payments in CSV, rounded up.
  private static let perInputByte = 3
  private static let pageSize = sysconf(Int32(_SC_PAGESIZE))
}
