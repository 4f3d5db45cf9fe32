import CCurl
import Glibc

extension CurlTransfer {
    /// What a code of libcurl means, and what to tell people: `errno` is the system's reason or 0, `text` what libcurl says.
    func describe(_ code: CURLcode, errno: Int32, text: String) -> (HTTPError.Code, String) {
        let text = text.isEmpty ? String(cString: curl_easy_strerror(code)) : text
        switch code {
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL:
            return (.badURL, text)
        case CURLE_COULDNT_RESOLVE_HOST:
            return (.unresolved, "there is no address for this name")
        case CURLE_COULDNT_RESOLVE_PROXY:
            return (.unresolved, "there is no address for the name of the proxy")
        case CURLE_COULDNT_CONNECT:
            if errno == ECONNREFUSED { return (.refused, "connection refused") }
            return (.unreachable, errno == 0 ? text : String(cString: strerror(errno)).lowercased())
        case CURLE_OPERATION_TIMEDOUT:
            return (.timedOut, "no connection within \(exchange.request.limits.connect)")
        case CURLE_PEER_FAILED_VERIFICATION:
            return (.untrusted, text)
        case CURLE_GOT_NOTHING:
            return (.closed, "the server closed the connection without an answer")
        case CURLE_RECV_ERROR where text.contains("alert"):
            // TLS 1.3 refuses a client's certificate only after the handshake.
            return (.tls, text)
        case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR:
            return (.closed, "the connection broke before the answer ended: \(text)")
        case CURLE_BAD_CONTENT_ENCODING:
            return (.badEncoding, text)
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT,
            CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_CRL_BADFILE,
            CURLE_SSL_SHUTDOWN_FAILED, CURLE_USE_SSL_FAILED:
            return (.tls, text)
        default:
            return (.other, text)
        }
    }
}
