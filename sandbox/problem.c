/* SPDX-License-Identifier: MIT */
#include "sandbox/problem.h"

#include "kiosk/base/memory.h"

#include <string.h>

/* Where the portal would explain its problems to developers. */
#define TYPES "https://dvc.example.vn/problems/"

static const struct problem_info {
    const char *type;
    unsigned status;
    struct words title, detail;
} PROBLEMS[PROBLEM_COUNT] = {
    [PROBLEM_KEY_MISSING] =
        {.type = TYPES "idempotency-key-missing",
         .status = 400,
         .title = {"Thiếu Idempotency-Key", "Idempotency-Key is missing"},
         .detail = {"Mỗi lần nộp hồ sơ phải kèm một Idempotency-Key.",
                    "Every submission must carry an Idempotency-Key."}},
    [PROBLEM_KEY_INVALID] =
        {.type = TYPES "idempotency-key-invalid",
         .status = 400,
         .title = {"Idempotency-Key sai dạng", "Idempotency-Key is ill-formed"},
         .detail =
             {"Idempotency-Key là 32 chữ số thập lục phân (0-9, a-f) trong dấu nháy "
              "kép.",
              "The Idempotency-Key is 32 hexadecimal digits (0-9, a-f) in double "
              "quotes."}},
    [PROBLEM_NOT_JSON] =
        {.type = TYPES "not-json",
         .status = 400,
         .title = {"Nội dung không phải JSON", "The body is not JSON"},
         .detail = {"Nội dung gửi lên phải là một đối tượng JSON, UTF-8, "
                    "không trùng tên mục.",
                    "The body must be one JSON object in UTF-8 without "
                    "duplicate names."}},
    [PROBLEM_QUERY_INVALID] =
        {.type = TYPES "query-invalid",
         .status = 400,
         .title = {"Tham số sai", "The query is ill-formed"},
         .detail = {"Cần tham số key gồm 32 chữ số thập lục phân.",
                    "A parameter key of 32 hexadecimal digits is needed."}},
    [PROBLEM_NOT_FOUND] = {.type = TYPES "not-found",
                           .status = 404,
                           .title = {"Không có hồ sơ này", "There is no such dossier"},
                           .detail = {"Kiểm tra lại mã rồi thử lại.",
                                      "Check the code and try again."}},
    [PROBLEM_NO_SUCH_CALL] = {.type = TYPES "no-such-call",
                              .status = 404,
                              .title = {"Không có địa chỉ này", "There is nothing here"},
                              .detail = {"Cổng không có lời gọi này.",
                                         "The portal has no such call."}},
    [PROBLEM_METHOD] =
        {.type = TYPES "method-not-allowed",
         .status = 405,
         .title = {"Phương thức không dùng được ở đây", "The method cannot be used here"},
         .detail = {"Xem các phương thức dùng được ở mục Allow.",
                    "The methods that can be used are in the header Allow."}},
    [PROBLEM_KEY_IN_PROGRESS] =
        {.type = TYPES "idempotency-key-in-progress",
         .status = 409,
         .title = {"Hồ sơ này đang được nhận", "This submission is being processed"},
         .detail = {"Cổng đang xử lý một lần gửi khác với cùng khoá; chờ rồi hỏi lại.",
                    "Another request with the same key is being processed; wait, then "
                    "ask again."}},
    [PROBLEM_PATH_ENDED] =
        {.type = TYPES "path-ended",
         .status = 409,
         .title = {"Không còn bước tiếp", "There is no next step"},
         .detail = {"Tình trạng này không có bước tiếp thông thường; hãy "
                    "nêu rõ tình trạng mới.",
                    "No status ordinarily follows this one; name the "
                    "new status."}},
    [PROBLEM_TOO_LARGE] = {.type = TYPES "too-large",
                           .status = 413,
                           .title = {"Nội dung quá lớn", "The body is too large"},
                           .detail = {"Một hồ sơ gửi lên không được quá 1 MiB.",
                                      "A submission may not be larger than 1 MiB."}},
    [PROBLEM_CONTENT_TYPE] = {.type = TYPES "content-type",
                              .status = 415,
                              .title = {"Sai kiểu nội dung", "The content type is wrong"},
                              .detail = {"Content-Type phải là application/json.",
                                         "The Content-Type must be application/json."}},
    [PROBLEM_KEY_REUSED] =
        {.type = TYPES "idempotency-key-reused",
         .status = 422,
         .title = {"Khoá đã dùng cho nội dung khác",
                   "The key was used with other content"},
         .detail = {"Idempotency-Key này đã đi cùng một hồ sơ khác; không gửi lại nữa.",
                    "This Idempotency-Key came with another submission; do not send it "
                    "again."}},
    [PROBLEM_REFERENCE_USED] = {.type = TYPES "reference-used",
                                .status = 422,
                                .title = {"Mã tra cứu đã có", "The reference is taken"},
                                .detail = {"Mã tra cứu này thuộc về một hồ sơ khác.",
                                           "This reference belongs to another dossier."}},
    [PROBLEM_PROCEDURE_UNKNOWN] =
        {.type = TYPES "procedure-unknown",
         .status = 422,
         .title = {"Thủ tục không nhận ở đây", "The procedure is not handled here"},
         .detail = {"Cổng không nhận hồ sơ của thủ tục này.",
                    "The portal takes no dossiers for this procedure."}},
    [PROBLEM_SUBMISSION_INVALID] = {.type = TYPES "submission-invalid",
                                    .status = 422,
                                    .title = {"Hồ sơ gửi lên sai dạng",
                                              "The submission has the wrong shape"},
                                    .detail = {"Sửa các mục nêu trong errors.",
                                               "Mend what errors lists."}},
    [PROBLEM_ANSWERS_INVALID] =
        {.type = TYPES "answers-invalid",
         .status = 422,
         .title = {"Có mục khai chưa đúng", "Some answers are not right"},
         .detail = {"Sửa các mục nêu trong errors rồi nộp lại.",
                    "Mend the answers that errors lists, and submit again."}},
    [PROBLEM_REQUEST_INVALID] = {.type = TYPES "request-invalid",
                                 .status = 422,
                                 .title = {"Yêu cầu sai", "The request is not right"},
                                 .detail = {"Sửa các mục nêu trong errors.",
                                            "Mend what errors lists."}},
    [PROBLEM_TUS_VERSION] = {.type = TYPES "tus-version",
                             .status = 412,
                             .title = {"Phiên bản tus không dùng được",
                                       "The version of tus is not supported"},
                             .detail = {"Tus-Resumable phải là 1.0.0.",
                                        "Tus-Resumable must be 1.0.0."}},
    [PROBLEM_UPLOAD_INVALID] =
        {.type = TYPES "upload-invalid",
         .status = 400,
         .title = {"Yêu cầu tải tệp sai", "The upload is ill-formed"},
         .detail = {"Cần Upload-Length và Upload-Metadata với key, sha256, paper, kind; "
                    "không gửi quá độ dài đã báo.",
                    "Upload-Length and Upload-Metadata with key, sha256, paper, kind are "
                    "needed, and no more bytes than announced."}},
    [PROBLEM_UPLOAD_UNKNOWN] = {.type = TYPES "upload-unknown",
                                .status = 404,
                                .title = {"Không có lần tải này",
                                          "There is no such upload"},
                                .detail = {"Hãy tải tệp lại từ đầu.",
                                           "Begin the upload anew."}},
    [PROBLEM_UPLOAD_OFFSET] =
        {.type = TYPES "upload-offset",
         .status = 409,
         .title = {"Sai vị trí tải tiếp", "The upload does not stand there"},
         .detail = {"Hỏi lại vị trí bằng HEAD rồi tải tiếp.",
                    "Ask where it stands by HEAD, and go on from there."}},
    [PROBLEM_UPLOAD_TOO_LARGE] = {.type = TYPES "upload-too-large",
                                  .status = 413,
                                  .title = {"Tệp quá lớn", "The file is too large"},
                                  .detail = {"Tệp lớn hơn Tus-Max-Size.",
                                             "The file is larger than Tus-Max-Size."}},
    [PROBLEM_UPLOAD_TYPE] =
        {.type = TYPES "upload-type",
         .status = 415,
         .title = {"Sai kiểu nội dung", "The content type is wrong"},
         .detail = {"Content-Type phải là application/offset+octet-stream.",
                    "The Content-Type must be application/offset+octet-stream."}},
    [PROBLEM_UPLOAD_BROKEN] =
        {.type = TYPES "upload-broken",
         .status = 422,
         .title = {"Tệp nhận được bị hỏng", "The file arrived broken"},
         .detail = {"Nội dung không khớp sha256 đã báo; hãy tải lại từ đầu.",
                    "The bytes do not have the announced sha256; begin the upload "
                    "anew."}},
    [PROBLEM_UPLOAD_BUSY] =
        {.type = TYPES "upload-busy",
         .status = 423,
         .title = {"Tệp này đang được tải", "The upload is going on"},
         .detail = {"Một yêu cầu khác đang tải tệp này; chờ rồi hỏi lại.",
                    "Another request adds to it at this moment; wait, then ask again."}},
    [PROBLEM_ATTACHMENTS_MISSING] =
        {.type = TYPES "attachments-missing",
         .status = 409,
         .title = {"Tệp đính kèm chưa đủ", "Attachments are not whole"},
         .detail = {"Tải xong các tệp nêu trong errors rồi nộp lại với cùng khoá.",
                    "Upload what errors lists, then submit again with the same key."}},
    [PROBLEM_TROUBLE] = {.type = TYPES "trouble",
                         .status = 500,
                         .title = {"Cổng đang có sự cố", "The portal has a problem"},
                         .detail = {"Chưa ghi được hồ sơ; gửi lại sau với cùng khoá.",
                                    "Nothing was recorded; try again later with the same "
                                    "key."}},
};

char *problem_pointer(const char *base, const char *name)
{
    size_t size = strlen(base);
    char *pointer = memory_alloc(size + 2 * strlen(name) + 2);
    memcpy(pointer, base, size);
    pointer[size++] = '/';
    for (; *name != '\0'; name++) {
        bool special = *name == '~' || *name == '/';
        if (special)
            pointer[size++] = '~';
        pointer[size++] = *name == '~' ? '0' : *name == '/' ? '1' : *name;
    }
    return pointer;
}

void problem_add_error(json_t *errors, const char *pointer, const char *message)
{
    enum { MOST_TOLD = 100 };
    if (json_array_size(errors) < MOST_TOLD)
        json_array_append_new(
            errors, json_pack("{s:s, s:s}", "pointer", pointer, "message", message));
}

void problem_reply(struct reply *reply, enum problem which, const char *language,
                   json_t *errors)
{
    const struct problem_info *info = &PROBLEMS[which];
    json_t *problem =
        json_pack("{s:s, s:s, s:i, s:s}", "type", info->type, "title",
                  words_in(info->title, language), "status", (int)info->status, "detail",
                  words_in(info->detail, language));
    if (errors != NULL)
        json_object_set_new(problem, "errors", errors);
    reply_header(reply, "Content-Language", "%s", language);
    reply_json_take(reply, info->status, TYPE_PROBLEM, problem);
}

void problem_reply_at(struct reply *reply, enum problem which, const char *language,
                      const char *pointer, struct words message)
{
    json_t *errors = json_array();
    problem_add_error(errors, pointer, words_in(message, language));
    problem_reply(reply, which, language, errors);
}

void problem_reply_status(struct reply *reply, unsigned status, const char *language)
{
    struct words title = {"Cổng tạm thời không phục vụ được",
                          "The portal cannot serve this at present"};
    struct words detail = {"Lỗi này được bật theo yêu cầu để thử nghiệm.",
                           "This fault was asked for, to try things out."};
    reply_header(reply, "Content-Language", "%s", language);
    if (status == 429 || status == 503)
        reply_header(reply, "Retry-After", "1");
    reply_json_take(reply, status, TYPE_PROBLEM,
                    json_pack("{s:s, s:s, s:i, s:s}", "type", "about:blank", "title",
                              words_in(title, language), "status", (int)status, "detail",
                              words_in(detail, language)));
}
