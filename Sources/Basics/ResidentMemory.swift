import CMalloc

/// Gives memory back that only the start or a burst needed.
package enum ResidentMemory {
    /// Lets go of the heap's free pages, which glibc otherwise keeps until the top of the heap is free.
    package static func trim() {
        malloc_trim(0)
    }
}
