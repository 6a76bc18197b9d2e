import Foundation

/// Runs what blocks for long on a thread of its own, so that it takes none from what is computed meanwhile.
func offPool<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
  await withCheckedContinuation { continuation in
    let thread = Thread { continuation.resume(returning: body()) }
    thread.stackSize = 4 << 20
    thread.start()
  }
}
