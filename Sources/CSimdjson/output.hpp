#pragma once

#include <cstring>
#include <memory>
#include <string_view>

// Bytes that are appended in small pieces: std::string's append is a call each, which costs more than the rest of the writing.
class Output {
  public:
    void clear() { count = 0; }
    void release() {
        bytes.reset();
        count = capacity = 0;
    }
    std::string_view view() const { return {bytes.get(), count}; }

    void operator+=(char character) {
        make_room(1);
        bytes[count++] = character;
    }
    void operator+=(std::string_view text) {
        make_room(text.size());
        if (!text.empty()) std::memcpy(bytes.get() + count, text.data(), text.size());
        count += text.size();
    }
    // Room for `needed` bytes more; what is written there counts after `wrote`.
    char *room(size_t needed) {
        make_room(needed);
        return bytes.get() + count;
    }
    void wrote(const char *end) { count = static_cast<size_t>(end - bytes.get()); }

  private:
    void make_room(size_t needed) {
        if (capacity - count < needed) grow(needed);
    }
    void grow(size_t needed) {
        size_t wanted = (count + needed) * 2 < 4096 ? 4096 : (count + needed) * 2;
        std::unique_ptr<char[]> larger(new char[wanted]);
        if (count > 0) std::memcpy(larger.get(), bytes.get(), count);
        bytes = std::move(larger);
        capacity = wanted;
    }

    std::unique_ptr<char[]> bytes;
    size_t count = 0, capacity = 0;
};
