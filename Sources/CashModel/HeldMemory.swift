internal import CLinux
internal import Glibc

// A run makes tables, and gives most of them back before it makes the next. Where each goes back to the system, the system has to
// clear every page anew for the next one, which is a fifth of a run over ten million payments. So what is given back is kept, in one
// piece for a few workers, and a run that will need gigabytes asks for large pages behind all of them, before it needs them.

/// What the process keeps of the memory that the system gave it.
package enum HeldMemory {
  /// From now on freed memory is kept for the process, whichever thread frees it. To be called before there is a second thread.
  package static func keepWhatIsFreed() {
    // Some threads share one piece, so that what one frees the others use; all of a large machine's would wait for each other.
    let pieces = (sysconf(Int32(_SC_NPROCESSORS_ONLN)) + threadsPerPiece - 1) / threadsPerPiece
    tieout_keep_memory(Int32(clamping: max(pieces, 1)), Int32(largestBlock))
  }

  /// Asks for large pages behind the memory that a run over large inputs will take. None of it is taken yet.
  ///
  /// - Parameter inputBytes: the size of all input files.
  package static func expect(inputBytes: Int) {
    guard inputBytes >= leastInput, !isAddressSpaceLimited else { return }
    // Blocks side by side, each smaller than what would stand alone; where memory is promised only as far as it is there, others need
    // some, too.
    let size = largestBlock / 2
    let count = min(inputBytes / size * perInputByte, sysconf(Int32(_SC_PHYS_PAGES)) / 2 * pageSize / size)
    var blocks: [UnsafeMutableRawBufferPointer] = unsafe []
    while unsafe blocks.count < count, let block = unsafe malloc(size) {
      unsafe blocks.append(UnsafeMutableRawBufferPointer(start: block, count: size))
    }
    // Nobody has written to them; they are given back as they came.
    for place in 0..<(unsafe blocks.count) { unsafe LargePages.ask(for: blocks[place]) }
    for place in 0..<(unsafe blocks.count) { unsafe free(blocks[place].baseAddress) }
  }

  private static let threadsPerPiece = 4
  private static let largestBlock = 1 << 30
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
