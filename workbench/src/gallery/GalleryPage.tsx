export function GalleryPage({ search }: { search: URLSearchParams }) {
  return <div>{search.toString()}</div>;
}
