/**
 * Dense linear algebra in double precision: products, Cholesky, singular values, eigenvectors.
 * Large products go to ONNX Runtime, decompositions to EJML; what both leave slow is here. It must
 * not know what the matrices mean.
 */
package lowrank.matrix;
